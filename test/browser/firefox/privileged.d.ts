// The little that tests touch of what Firefox gives to code with the browser's rights.

interface XulBrowser extends HTMLElement {
  readonly currentURI: { readonly spec: string };
  readonly browsingContext: { readonly children: readonly { readonly id: number }[] };
  readonly messageManager: {
    loadFrameScript(url: string, allowDelayed: boolean): void;
    addMessageListener(name: string, listener: (message: { data: never }) => void): void;
    removeMessageListener(name: string, listener: (message: { data: never }) => void): void;
  };
}

interface MozExtension {
  readonly backgroundState: 'starting' | 'running' | 'suspending' | 'stopped';
  readonly views: Iterable<{ readonly viewType: string; readonly xulBrowser: XulBrowser }>;
  wakeupBackground(): Promise<void>;
  terminateBackground(options?: { disableResetIdleForTest: boolean }): Promise<void>;
  emit(event: string, ...values: unknown[]): unknown;
}

declare const WebExtensionPolicy: {
  getByID(id: string): { readonly mozExtensionHostname: string; readonly extension: MozExtension };
};

declare const gBrowser: {
  readonly selectedTab: unknown;
  readonly selectedBrowser: XulBrowser;
  readonly browsers: readonly XulBrowser[];
};

interface Element {
  readonly openOrClosedShadowRoot: ShadowRoot | null;
}

declare const ChromeUtils: {
  importESModule(url: 'resource://gre/modules/AddonManager.sys.mjs'): {
    AddonManager: { getAddonByID(id: string): Promise<{ reload(): Promise<void> }> };
  };
};

interface XulMenu extends HTMLElement {
  readonly state: 'closed' | 'showing' | 'open' | 'hiding';
  hidePopup(): void;
}

interface XulMenuItem extends HTMLElement {
  readonly label: string;
  doCommand(): void;
}

declare const PopupNotifications: {
  readonly panel: XulMenu & {
    querySelector(name: 'popupnotification'): Record<'button' | 'secondaryButton', HTMLElement> | null;
  };
  getNotification(id: 'addon-webext-permissions'): object | null;
};
