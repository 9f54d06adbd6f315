import { CutoutError, type CutoutErrorCode } from '../../../shared/errors.ts';
import { sniff } from '../../../shared/sniff/sniff.ts';

/** Pictures tell what they are in as many bytes; a drawing's root element is looked for as far. */
const HEAD_BYTES = 65_536;
const NO_PICTURE: ReadonlySet<CutoutErrorCode> = new Set(['not-an-image', 'empty']);

/**
 * Lets only pictures through, by their first bytes: with the extension's rights, and the person's cookies, a page script that was taken
 * over would else read whatever an allowed host answers.
 *
 * @throws CutoutError `not-an-image`, `empty`.
 */
export async function requirePicture(bytes: Blob): Promise<void> {
  const head = new Uint8Array(await bytes.slice(0, HEAD_BYTES).arrayBuffer());
  try {
    sniff(head);
  } catch (thrown) {
    // A picture that is cut off here, or can't be used, is one all the same.
    if (thrown instanceof CutoutError && NO_PICTURE.has(thrown.code)) throw thrown;
  }
}
