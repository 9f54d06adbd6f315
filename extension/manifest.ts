import { ALL_HOSTS } from './common/browser/hosts.ts';
import { ALL_PICTURES, POINTED_PICTURE } from './contracts/messages.ts';

export type Target = 'chrome' | 'firefox';

/** Sides of the icon's pictures, in pixels. */
export const ICON_SIZES = [16, 32, 48, 128] as const;
const icons = Object.fromEntries(ICON_SIZES.map((size) => [size, `icons/${size}.png`]));

/**
 * The manifest of one browser's build.
 *
 * @param version `major.minor.patch`.
 * @param grantedHosts match patterns granted at once; for test copies only, no product has any.
 */
export function manifest(target: Target, version: string, grantedHosts: readonly string[] = []) {
  const chrome = target === 'chrome';
  return {
    manifest_version: 3,
    name: '__MSG_extensionName__',
    short_name: 'Matteo',
    description: '__MSG_extensionDescription__',
    version,
    default_locale: 'en',
    icons,
    ...panel(chrome),
    action: { default_popup: 'popup/popup.html', default_title: 'Matteo', default_icon: icons },
    options_ui: { page: 'options/options.html', open_in_tab: true },
    commands: {
      [POINTED_PICTURE]: { suggested_key: { default: 'Alt+Shift+M' }, description: '__MSG_pointedPicture__' },
      [ALL_PICTURES]: { suggested_key: { default: 'Alt+Shift+L' }, description: '__MSG_allPictures__' },
    },
    permissions: [
      'activeTab',
      'scripting',
      'contextMenus',
      'storage',
      'downloads',
      'declarativeNetRequestWithHostAccess',
      ...(chrome ? ['offscreen', 'sidePanel'] : []),
    ],
    optional_host_permissions: ALL_HOSTS,
    ...(grantedHosts.length > 0 && { host_permissions: grantedHosts }),
    content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'" },
    ...(chrome ? forChrome : forFirefox),
  };
}

/** The page for several pictures, beside the page in front. */
const panel = (chrome: boolean) =>
  chrome
    ? { side_panel: { default_path: PANEL } }
    : {
        sidebar_action: { default_panel: PANEL, default_title: 'Matteo', default_icon: icons, open_at_install: false },
      };
const PANEL = 'batch/batch.html';

const forChrome = {
  /** The first with `message_serialization`. JSPI, by which WASM waits for the GPU, came earlier. */
  minimum_chrome_version: '148',
  message_serialization: 'structured_clone',
  background: { service_worker: 'background/main.js', type: 'module' },
  // Isolated pages have threads for WASM; `credentialless` still shows pictures of other sites.
  cross_origin_embedder_policy: { value: 'credentialless' },
  cross_origin_opener_policy: { value: 'same-origin' },
  /** What administrators may set; Firefox takes the same by a native manifest, without a schema. */
  storage: { managed_schema: 'managed-schema.json' },
};

const forFirefox = {
  background: { scripts: ['background/main.js'], type: 'module' },
  browser_specific_settings: {
    gecko: {
      /** Made up once; Firefox knows the extension by it, so it never changes. */
      id: '{5971785c-c640-45ea-bb60-a974e5a074fc}',
      strict_min_version: '142.0',
      data_collection_permissions: { required: ['none'] },
    },
  },
};
