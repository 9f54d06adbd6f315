import { type Health, healthSchema } from '../../shared/contracts/http.ts';
import { hostOfOrigin, originOf, type RemoteSettings } from '../../shared/contracts/remote.ts';
import { browser } from '../common/browser/browser.ts';
import { hostPattern } from '../common/browser/hosts.ts';
import { byId } from '../common/elements/dom.ts';
import { changeSettings, onSettingsChanged, readSettings } from '../common/storage/settings.ts';
import { Failure, inWords } from '../common/words/failure.ts';
import { t } from '../common/words/words.ts';

const TIME_LIMIT_MS = 10_000;

/** The server that helps where this device can't: its address, checked before it is kept, and when it is used. */
export async function showServer(): Promise<void> {
  let settings = (await readSettings()).remote;
  const [address, token] = [byId<HTMLInputElement>('address'), byId<HTMLInputElement>('token')];
  const show = () => {
    address.value = settings.address ?? '';
    token.value = settings.token ?? '';
    byId<HTMLFieldSetElement>('use').disabled = !settings.address;
    for (const radio of radios()) radio.checked = radio.value === settings.use;
  };
  const keep = async (next: RemoteSettings) => {
    settings = next;
    await changeSettings({ remote: settings });
    show();
  };

  byId<HTMLFormElement>('server').onsubmit = async (event) => {
    event.preventDefault();
    const { version, use } = settings;
    const say = (sentence: string) => {
      byId('server-said').textContent = sentence;
    };
    try {
      if (address.value.trim() === '') {
        await keep({ version, use });
        return say(t('serverForgotten'));
      }
      const { origin, health } = await check(address.value);
      const word = token.value.trim();
      await keep({ version, use, address: origin, ...(word && { token: word }) });
      say(t('serverKept', hostOfOrigin(origin), health.version));
    } catch (thrown) {
      say(inWords(thrown).message);
    }
  };
  for (const radio of radios()) {
    radio.onchange = async () => {
      // The page of a picture may have kept an “always” since.
      settings = (await readSettings()).remote;
      await keep({ ...settings, use: radio.value as RemoteSettings['use'] });
    };
  }
  show();
  onSettingsChanged(({ remote }) => {
    if (JSON.stringify(remote) === JSON.stringify(settings)) return;
    settings = remote;
    show();
  });
}

const radios = () => document.querySelectorAll<HTMLInputElement>('input[name=use]');

/**
 * Asks for permission to reach a server, in the click that led here, and whether it is one of ours.
 *
 * @throws CutoutError with the sentence to show.
 */
async function check(typed: string): Promise<{ origin: string; health: Health }> {
  const origin = originOf(typed);
  if (!origin) throw new Failure('unreachable', t('serverNoAddress', typed));
  const host = hostOfOrigin(origin);
  if (!(await browser.permissions.request({ origins: [hostPattern(origin)] })))
    throw new Failure('permission-needed', t('serverNoLeave', host));
  const response = await fetch(new URL('/healthz', origin), {
    credentials: 'omit',
    redirect: 'error',
    cache: 'no-store',
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  }).catch((cause) => {
    throw new Failure('unreachable', t('serverUnreachable', host), { cause });
  });
  const health = healthSchema.safeParse(await response.json().catch(() => undefined));
  if (!response.ok || !health.success) throw new Failure('http-status', t('serverForeign', host));
  return { origin, health: health.data };
}
