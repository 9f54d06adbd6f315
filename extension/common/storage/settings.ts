import {
  DEFAULT_SETTINGS,
  type Policies,
  policiesFrom,
  SETTINGS_KEYS,
  type Settings,
  settingsFrom,
} from '../../contracts/settings.ts';
import { browser } from '../browser/browser.ts';

const [KEY, ...EARLIER] = SETTINGS_KEYS;

/**
 * The person's settings, and in their place those that the administrators have made. What can't be read counts as never set. For
 * the background and the extension's own pages.
 */
export async function readSettings(): Promise<Settings> {
  const [own, policies] = await Promise.all([readOwnSettings(), readPolicies()]);
  return under(own, policies);
}

/** The network that administrators chose draws, and none of one's own. */
const under = (own: Settings, policies: Policies): Settings => ({
  ...own,
  ...policies,
  ...(policies.model && { own: '' }),
});

/** The person's settings alone, without those that the administrators have made. */
export const readOwnSettings = async (): Promise<Settings> =>
  settingsFrom(await browser.storage.local.get([...SETTINGS_KEYS]));

/** What the administrators have set. Without any, Firefox has no managed storage. */
export const readPolicies = async (): Promise<Policies> =>
  policiesFrom(await browser.storage.managed.get().catch(() => ({})));

/** Changes some settings, from what is kept now; answers all of them. */
export const changeSettings = (patch: Partial<Settings>): Promise<Settings> =>
  inTurn(async () => {
    const settings = { ...(await readOwnSettings()), ...patch };
    await browser.storage.local.set({ [KEY]: settings });
    await browser.storage.local.remove([...EARLIER]);
    return under(settings, await readPolicies());
  });

/** Puts every setting back to its default. */
export const resetSettings = (): Promise<Settings> => changeSettings(DEFAULT_SETTINGS);

/** Keeps the person's “always” to the question of the server, unless the administrators want the question; answers the settings. */
export async function allowRemote(): Promise<Settings> {
  const settings = await readSettings();
  if (settings.remote.use !== 'ask' || (await readPolicies()).remote) return settings;
  return changeSettings({ remote: { ...settings.remote, use: 'fallback' } });
}

/**
 * The settings for the engine, and whether the person's “always” to the question of the server would be kept.
 *
 * @param allow first keeps that answer.
 */
export async function settingsForEngine(allow: boolean): Promise<{ settings: Settings; keepsAlways: boolean }> {
  const settings = await (allow ? allowRemote() : readSettings());
  return { settings, keepsAlways: !(await readPolicies()).remote };
}

/** Calls `listener` whenever settings were changed, by whichever page. */
export function onSettingsChanged(listener: (settings: Settings) => void): void {
  browser.storage.onChanged.addListener((changes, area) => {
    if (area === 'managed' || (area === 'local' && KEY in changes)) void readSettings().then(listener);
  });
}

/** Two pages that change settings at once wait for each other. */
const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => navigator.locks.request('settings', work);
