import { CutoutError, type CutoutErrorCode } from '../../../shared/errors.ts';
import { checkBytes } from '../../../shared/sniff/limits.ts';
import { sniff } from '../../../shared/sniff/sniff.ts';
import { Failure } from '../../common/words/failure.ts';
import { t } from '../../common/words/words.ts';
import type { Larger } from '../find/full-picture.ts';
import { acquire } from './acquire.ts';
import { askedFor } from './allow-steps.ts';
import type { Acquired } from './source.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A host must be allowed before the picture at `url` can be read. */
export class HostNeeded extends Failure {
  readonly url: string;

  constructor(url: string, { code, message }: CutoutError) {
    super(code, message);
    this.url = url;
  }
}

/** Pictures whose proportions differ more than this are different ones. */
const SAME_PROPORTIONS = 0.02;
/** What bytes are that are no picture: a page about it, an error in words. */
const NO_PICTURE: ReadonlySet<CutoutErrorCode> = new Set(['not-an-image', 'empty']);

/**
 * Gets the first of `larger` that is the same picture as the one of size `shown`, and larger.
 *
 * @throws HostNeeded; else why the first of them can't be had: CutoutError as `acquire` and `sniff`, or `picture-unreadable`
 *   for what is no picture, a different one, or no larger.
 */
export async function acquireFull(larger: readonly Larger[], shown: Size, signal: AbortSignal): Promise<Acquired> {
  let refusal: unknown;
  for (const { url } of larger) {
    try {
      const acquired = await acquire({ kind: 'unseen', url, anonymous: true }, signal);
      await check(acquired.picture, shown);
      return acquired;
    } catch (thrown) {
      signal.throwIfAborted();
      if (thrown instanceof CutoutError && askedFor(thrown.code, url)) throw new HostNeeded(url, thrown);
      refusal ??= isNoPicture(thrown) ? new Failure('picture-unreadable', t('fullNoPicture')) : thrown;
    }
  }
  throw refusal;
}

async function check(picture: Blob, shown: Size): Promise<void> {
  const { width, height } = await sizeOf(picture);
  const proportions = (width * shown.height) / (height * shown.width);
  if (Math.abs(Math.log(proportions)) > Math.log(1 + SAME_PROPORTIONS)) refuse('fullDifferent');
  if (width <= shown.width) refuse('fullNotLarger');
}

async function sizeOf(picture: Blob): Promise<Size> {
  checkBytes(picture.size);
  // Firefox gives the bytes of what was fetched as the page to the page: only a copy is ours.
  const bytes = new Uint8Array(structuredClone(await picture.arrayBuffer()));
  return sniff(bytes);
}

const isNoPicture = (thrown: unknown): boolean => thrown instanceof CutoutError && NO_PICTURE.has(thrown.code);

function refuse(why: 'fullDifferent' | 'fullNotLarger'): never {
  throw new Failure('picture-unreadable', t(why));
}
