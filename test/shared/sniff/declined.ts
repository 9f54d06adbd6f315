import { expect } from 'vitest';
import { CutoutError } from '../../../shared/errors.ts';
import { sniff } from '../../../shared/sniff/sniff.ts';

/** What sniffing throws, which must be a CutoutError of one sentence. */
export function declined(bytes: Uint8Array): { code: string; message: string } {
  try {
    sniff(bytes);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(CutoutError);
    const { code, message } = thrown as CutoutError;
    expect(message).toMatch(/^[A-Z][^\n]*[^.]\.$/);
    return { code, message };
  }
  throw new Error('was not declined');
}

export const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');

/** What `portrait` sniffs as, but for its format. */
export const upright = { width: 60, height: 80, orientation: 1, animated: false };
