import { ask } from '../../common/requests/ask.ts';
import { hostOf } from '../../common/requests/fetch-picture.ts';
import { Failure } from '../../common/words/failure.ts';
import { t } from '../../common/words/words.ts';

/** Who waits for an answer that is given in the options page, by host. */
const waiting = new Map<string, Set<() => void>>();

/**
 * Asks for permission to read pictures of the host of `url`, or of every host. Where the browser puts the question to the
 * options page, it settles when that says yes; whoever closes the options without an answer is not waited for.
 *
 * @param hostAllowed the host of `url` is allowed already: only every host helps.
 * @throws CutoutError `permission-needed` when it is refused; `all-hosts-needed` where the host was allowed.
 */
export async function requestHost(url: string, everywhere?: true, hostAllowed = false): Promise<void> {
  const { granted, elsewhere } = await ask({ kind: 'permission/request', url, ...(everywhere && { everywhere }) });
  if (granted) return;
  if (!elsewhere) {
    if (hostAllowed) throw new Failure('all-hosts-needed', t('pictureElsewhere', hostOf(url)));
    throw new Failure('permission-needed', t('permissionRefused', hostOf(url)));
  }
  await untilAllowed(hostOf(url));
}

/**
 * Where the options page must ask, has it ask without a click here: once in a page for each host.
 *
 * @returns true when that says yes; false at once where the question is put here.
 */
export async function questionElsewhere(url: string, everywhere?: true): Promise<boolean> {
  const host = hostOf(url);
  const question = { kind: 'permission/question', url, ...(everywhere && { everywhere }) } as const;
  const { elsewhere } = waiting.has(host) ? { elsewhere: true } : await ask(question);
  if (elsewhere) await untilAllowed(host);
  return elsewhere;
}

const untilAllowed = (host: string): Promise<void> =>
  new Promise((resolve) => {
    waiting.set(host, (waiting.get(host) ?? new Set()).add(resolve));
  });

/** The options page says that pictures of the host of `url`, or of every host, are allowed now. */
export function hostAllowed(url: string, everywhere?: true): void {
  for (const host of everywhere ? [...waiting.keys()] : [hostOf(url)]) {
    for (const resolve of waiting.get(host) ?? []) resolve();
    waiting.delete(host);
  }
}
