// The calls that only Chrome has, or that the polyfill does not know; each does nothing where it is missing.

const ENGINE_PAGE = 'engine/offscreen.html';

let opening: Promise<void> | undefined;

/** True for a background of Chrome's kind; Firefox has no offscreen documents, and content scripts can't tell. */
const hasOffscreen = (): boolean => typeof chrome !== 'undefined' && chrome.offscreen !== undefined;

/** Opens the offscreen document that runs the engine, unless it is open. In Firefox the background page is the engine. */
export function ensureOffscreen(): Promise<void> {
  if (!hasOffscreen()) return Promise.resolve();
  opening ??= openOffscreen().finally(() => {
    opening = undefined;
  });
  return opening;
}

async function openOffscreen(): Promise<void> {
  const open = await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT' as chrome.runtime.ContextType] });
  if (open.length > 0) return;
  await chrome.offscreen.createDocument({
    url: ENGINE_PAGE,
    reasons: ['WORKERS' as chrome.offscreen.Reason, 'BLOBS' as chrome.offscreen.Reason],
    justification: 'Runs the networks that cut people out of pictures, in a web worker, and hands the files to save.',
  });
}

type Sidebars = { browser?: { sidebarAction?: { open(): Promise<void> } } };

/**
 * Opens the panel beside the page, in the click that asks for it; undefined where the browser has none.
 *
 * @param windowId the window to open it in.
 */
export function panelBeside(): ((windowId: number) => Promise<void>) | undefined {
  if (typeof chrome !== 'undefined' && chrome.sidePanel) return (windowId) => chrome.sidePanel.open({ windowId });
  const { sidebarAction } = (globalThis as Sidebars).browser ?? {};
  return sidebarAction && (() => sidebarAction.open());
}

/** Keeps what is stored from page scripts: the server's token is none of a tab's business. */
export const keepStorageFromPages = async (): Promise<void> => {
  if (typeof chrome === 'undefined') return;
  await chrome.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' as chrome.storage.AccessLevel });
};

/** The shadow root of `host`, closed ones too, for content scripts. */
export function shadowRootOf(host: HTMLElement): ShadowRoot | null {
  const { openOrClosedShadowRoot } = host as HTMLElement & { openOrClosedShadowRoot?: ShadowRoot | null };
  if (openOrClosedShadowRoot !== undefined) return openOrClosedShadowRoot;
  if (typeof chrome === 'undefined' || !chrome.dom) return host.shadowRoot;
  try {
    return chrome.dom.openOrClosedShadowRoot(host) as ShadowRoot | null;
  } catch {
    // The script's extension was updated meanwhile.
    return host.shadowRoot;
  }
}

/** True for a background whose browser asks for a permission only at a click in a page of the extension, as Firefox does. */
export const asksInOwnPages = (): boolean => !hasOffscreen();

/** True where menus say which element they were opened on, as Firefox's do. */
export const menusNameElements = (): boolean => !hasOffscreen();

/** True where a file that was read from a record stays readable after the record was removed; in Firefox it does not. */
export const filesOutliveRecords = (): boolean => hasOffscreen();

/** The element a context menu was opened on; only Firefox tells. */
export function elementOfMenu(id: number | undefined): Element | undefined {
  type Telling = { contextMenus?: { getTargetElement?(id: number): Element | null } };
  const { contextMenus } = (globalThis as { browser?: Telling }).browser ?? {};
  return (id !== undefined && contextMenus?.getTargetElement?.(id)) || undefined;
}

/** Whether the toolbar shows the extension's button; undefined where the browser doesn't tell. */
export async function isPinned(): Promise<boolean | undefined> {
  const { action } = chrome as { action?: { getUserSettings?(): Promise<{ isOnToolbar?: boolean }> } };
  return (await action?.getUserSettings?.())?.isOnToolbar;
}
