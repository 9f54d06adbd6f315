import { browser } from '../../common/browser/browser.ts';

/** Only this extension's own requests, which no tab makes. */
const OWN = new URL(browser.runtime.getURL('')).hostname;
const NO_TAB = -1;

let lastId = 0;
/** Rules outlive the background: what one left behind when it was stopped is removed before anything else. */
const cleared = clear();

async function clear(): Promise<void> {
  const rules = await browser.declarativeNetRequest.getSessionRules();
  if (rules.length === 0) return;
  await browser.declarativeNetRequest.updateSessionRules({ removeRuleIds: rules.map(({ id }) => id) });
}

/**
 * Runs `act`, whose requests for exactly `url` by this extension carry `referer`, as the page's own would. Scripts can't
 * set that header, so a rule does, which is gone when `act` has ended.
 */
export async function withReferer<Result>(url: string, referer: string, act: () => Promise<Result>): Promise<Result> {
  await cleared;
  const id = ++lastId;
  await browser.declarativeNetRequest.updateSessionRules({
    addRules: [
      {
        id,
        condition: {
          urlFilter: `|${url.replace(/#.*$/, '')}|`,
          isUrlFilterCaseSensitive: true,
          initiatorDomains: [OWN],
          tabIds: [NO_TAB],
          requestMethods: ['get'],
          resourceTypes: ['xmlhttprequest'],
        },
        action: {
          type: 'modifyHeaders',
          requestHeaders: [{ header: 'referer', operation: 'set', value: referer }],
        },
      },
    ],
  });
  try {
    return await act();
  } finally {
    await browser.declarativeNetRequest.updateSessionRules({ removeRuleIds: [id] });
  }
}
