import { browser } from '../common/browser/browser.ts';
import { ENGINE_PORT } from '../contracts/messages.ts';

/** Well below the half minute after which Firefox suspends a background page that does nothing it knows of. */
const SIGN_OF_LIFE_MS = 10_000;

/** Keeps Firefox from suspending this page, and with it the engine, as long as somebody waits for a job. */
export function stayAwakeForJobs(): void {
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== ENGINE_PORT) return;
    const signs = setInterval(() => void browser.runtime.getPlatformInfo(), SIGN_OF_LIFE_MS);
    port.onDisconnect.addListener(() => clearInterval(signs));
  });
}
