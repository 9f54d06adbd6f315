/** Where pictures that are shared with the web app are posted to. */
export const SHARE = '/share';
/** The page that takes them. */
export const SHARE_TAKEN = '/?shared';
