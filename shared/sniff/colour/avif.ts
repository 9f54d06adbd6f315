import { findBox } from '../containers/boxes.ts';
import { primaryItem } from '../containers/items.ts';
import { ByteReader, fourCC } from '../reader.ts';
import type { Found, StatedColour } from './stated.ts';

const [COLR, PIXI] = ['colr', 'pixi'].map(fourCC);
const [NCLX, PROF, RICC] = ['nclx', 'prof', 'rICC'].map(fourCC);
const CHANNELS_AT = 4;

/** What a HEIF file's `colr` boxes say of its primary item (ISO/IEC 14496-12, 12.1.5): a profile comes before code points. */
export function avifColour(bytes: Uint8Array): Found | undefined {
  const meta = findBox(new ByteReader(bytes, 'AVIF'), 'meta');
  const properties = (meta && primaryItem(meta)?.properties) ?? [];
  let stated: StatedColour | undefined;
  let isGrey = false;
  for (const { type, body } of properties) {
    if (type === PIXI) isGrey = body.u8(CHANNELS_AT) === 1;
    if (type !== COLR) continue;
    const kind = body.u32(0);
    if (kind === PROF || kind === RICC) stated = { kind: 'icc', profile: body.bytes.subarray(4) };
    // Decoders widen the range themselves on the way from YCbCr to RGB.
    else if (kind === NCLX && !stated)
      stated = { kind: 'cicp', primaries: body.u16(4), transfer: body.u16(6), isFullRange: true };
  }
  return stated && { stated, isGrey };
}
