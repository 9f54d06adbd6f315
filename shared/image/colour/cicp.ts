import type { StatedCodePoints } from '../../sniff/colour/stated.ts';
import { BT709, type Chromaticities, toLinearSrgb } from './primaries.ts';
import type { ColourSpace, Curve } from './space.ts';
import { displayHlg, hlg, pq, sdrTransfer } from './transfer.ts';

const D65 = [0.3127, 0.329];
const C = [0.31, 0.316];
const SMPTE: Chromaticities = [...D65, 0.63, 0.34, 0.31, 0.595, 0.155, 0.07];
const P3 = [0.68, 0.32, 0.265, 0.69, 0.15, 0.06];

/** H.273, table 2: white, red, green and blue. What is not here is taken for BT.709. */
const PRIMARIES: Readonly<Record<number, Chromaticities>> = {
  4: [...C, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08],
  5: [...D65, 0.64, 0.33, 0.29, 0.6, 0.15, 0.06],
  6: SMPTE,
  7: SMPTE,
  8: [...C, 0.681, 0.319, 0.243, 0.692, 0.145, 0.049],
  9: [...D65, 0.708, 0.292, 0.17, 0.797, 0.131, 0.046],
  11: [0.314, 0.351, ...P3],
  12: [...D65, ...P3],
  22: [...D65, 0.63, 0.34, 0.295, 0.605, 0.155, 0.077],
};

const [PQ, HLG] = [16, 18];

/** The space that code points stand for. */
export function spaceOfCodePoints({ primaries, transfer, isFullRange }: StatedCodePoints): ColourSpace {
  const curve = transfer === PQ ? pq : transfer === HLG ? hlg : sdrTransfer(transfer);
  const widened: Curve = isFullRange ? curve : (value) => curve(Math.min(1, Math.max(0, (value * 255 - 16) / 219)));
  const matrix = toLinearSrgb(PRIMARIES[primaries] ?? BT709);
  const space: ColourSpace = { curves: [widened, widened, widened], matrix };
  if (transfer === PQ) return { ...space, display: () => {} };
  return transfer === HLG ? { ...space, display: displayHlg } : space;
}
