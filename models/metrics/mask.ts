import type { Size } from '../../shared/image/geometry.ts';
import type { Matte } from '../../shared/image/picture.ts';

/** A matte as a mask: 1 where alpha is above one half, else 0. */
export const maskOf = ({ data }: Matte): Uint8Array => Uint8Array.from(data, (value) => (value > 127 ? 1 : 0));

/** @throws RangeError when what is to be compared differs in size. */
export function expectSameSize(found: Size, truth: Size): void {
  if (found.width !== truth.width || found.height !== truth.height) {
    throw new RangeError(
      `Of ${found.width} × ${found.height} pixels, but its truth of ${truth.width} × ${truth.height}: they can't be compared.`,
    );
  }
}
