import { browser, type Runtime } from '../common/browser/browser.ts';
import { openWelcome } from '../common/requests/help.ts';

/** Written by the build: false in test copies, whose tabs are the tests' own. */
declare const GREETS: boolean;

/** Opens the welcome page after installing, and never again: an update says nothing. Administrators may leave it out. */
export async function greet(reason: Runtime.OnInstalledReason): Promise<void> {
  if (!GREETS || reason !== 'install') return;
  const { welcome } = await browser.storage.managed.get('welcome').catch(() => ({ welcome: undefined }));
  if (welcome !== false) await openWelcome();
}
