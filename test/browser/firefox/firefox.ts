/// <reference path="./privileged.d.ts" />
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LaunchOptions } from '../driver/launch-options.ts';
import { findProgram } from '../driver/program.ts';
import { PUBLIC_HOSTS } from '../driver/site.ts';
import { STEP_MS, until } from '../driver/until.ts';
import { type FirefoxSession, startSession } from './firefox-session.ts';

/**
 * The Firefox to test with: `FIREFOX_PATH`, else one on the PATH or in the usual places.
 *
 * @throws Error with a sentence that says how to get one.
 */
export const findFirefox = (): string =>
  findProgram({
    variable: 'FIREFOX_PATH',
    names: ['firefox-esr', 'firefox'],
    places: [
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
      '/snap/bin/firefox',
    ],
    missing:
      'No Firefox was found: install one (Debian: apt-get install firefox-esr; anywhere: npx @puppeteer/browsers install firefox@stable) or set FIREFOX_PATH.',
  });

export interface LaunchedFirefox extends StartedFirefox {
  /** The add-on's id in the manifest. */
  readonly addonId: string;
  /** The host of its `moz-extension:` pages, made up anew for every profile. */
  readonly host: string;
}

export interface StartedFirefox {
  readonly session: FirefoxSession;
  /** Where downloads arrive under their own names. */
  readonly downloads: string;
  /** Closes the browser and removes its profile. */
  close(): Promise<void>;
}

/** Starts Firefox with an unpacked extension in a fresh profile. */
export async function launchFirefox(extensionDir: string, options: LaunchOptions): Promise<LaunchedFirefox> {
  const started = await startFirefox(options);
  const { session } = started;
  try {
    const addonId = await session.install(extensionDir, options.inPrivateWindows ?? true);
    const host = await session.inBrowser((id) => WebExtensionPolicy.getByID(id).mozExtensionHostname, addonId);
    return { ...started, addonId, host };
  } catch (thrown) {
    await started.close();
    throw thrown;
  }
}

/** Starts Firefox in a fresh profile. */
export async function startFirefox(options: LaunchOptions): Promise<StartedFirefox> {
  const program = findFirefox();
  const profile = await mkdtemp(join(tmpdir(), 'matteo-firefox-'));
  const downloads = join(profile, 'downloads');
  await mkdir(downloads);
  const preferences = Object.entries(preferencesFor(options, downloads)).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  await writeFile(join(profile, 'user.js'), preferences.join(''));
  const browser = spawn(
    program,
    [
      ...((options.headless ?? true) ? ['--headless'] : []),
      ...['--marionette', '--remote-allow-system-access', '--no-remote', '--profile', profile],
      ...['--width', '1000', '--height', '786'],
    ],
    { stdio: 'ignore', env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1' } },
  );
  const kill = () => browser.kill('SIGKILL');
  process.once('exit', kill);
  let session: FirefoxSession | undefined;
  const close = async () => {
    // A Firefox that hangs does not answer, so both are awaited at once.
    await Promise.all([session?.close(), ended(browser)]);
    process.off('exit', kill);
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  try {
    const port = await until(
      async () => {
        if (browser.exitCode !== null) throw new Error(`${program} ended at once; is there a screen?`);
        return Number(await readFile(join(profile, 'MarionetteActivePort'), 'utf8').catch(() => 0)) || undefined;
      },
      STEP_MS,
      () => `${program} did not come to listen.`,
    );
    session = await startSession(port);
    return { session, downloads, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** Firefox adds what it recommends for automation itself. */
const preferencesFor = ({ webgpu, colorScheme, preferences }: LaunchOptions, downloads: string) => ({
  'marionette.port': 0,
  'network.dns.localDomains': PUBLIC_HOSTS.join(','),
  'browser.download.dir': downloads,
  'browser.download.folderList': 2,
  'browser.download.useDownloadDir': true,
  'dom.webgpu.enabled': webgpu,
  'dom.webgpu.workers.enabled': webgpu,
  'gfx.webgpu.ignore-blocklist': webgpu,
  ...(colorScheme && { 'layout.css.prefers-color-scheme.content-override': colorScheme === 'dark' ? 0 : 1 }),
  ...preferences,
});

/** A Firefox that has not ended after this time is killed. */
const CLOSE_MS = 20_000;

async function ended(browser: ChildProcess): Promise<void> {
  if (browser.exitCode !== null || browser.signalCode !== null) return;
  const limit = setTimeout(() => browser.kill('SIGKILL'), CLOSE_MS);
  await new Promise((resolve) => browser.once('exit', resolve));
  clearTimeout(limit);
}
