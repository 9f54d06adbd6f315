import { type Curve, linearOfSrgb } from './space.ts';

/** The light of white under HDR, in candela a square metre (ITU-R BT.2408). */
const WHITE_NITS = 203;

/** SMPTE ST 2084: light, of which 1 is white. */
export const pq: Curve = (value) => {
  const root = value ** (1 / 78.84375);
  return (
    (10_000 / WHITE_NITS) * (Math.max(0, root - 0.8359375) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125)
  );
};

/** ITU-R BT.2100's hybrid log-gamma: light of the scene, 0..1. */
export const hlg: Curve = (value) =>
  value <= 0.5 ? value ** 2 / 3 : (Math.exp((value - 0.55991073) / 0.17883277) + 0.28466892) / 12;

/** The display that hybrid log-gamma is graded for: its peak in candela a square metre, and the gamma that goes with it. */
const [PEAK_NITS, SYSTEM_GAMMA] = [1000, 1.2];
const [RED, GREEN, BLUE] = [0.2627, 0.678, 0.0593];

/** From a scene's light to that display's, of which 1 is white; in place. */
export function displayHlg(light: Float64Array): void {
  const luminance = RED * light[0] + GREEN * light[1] + BLUE * light[2];
  const gain = (PEAK_NITS / WHITE_NITS) * Math.max(0, luminance) ** (SYSTEM_GAMMA - 1);
  for (let c = 0; c < 3; c++) light[c] *= gain;
}

/** A curve that raises a value, 0..1, to `exponent`: a gamma. */
export const power =
  (exponent: number): Curve =>
  (value) =>
    value ** exponent;

/** H.273's transfer functions but for HDR's. Video's curves are shown by screens like sRGB's, as browsers do. */
export function sdrTransfer(code: number): Curve {
  if (code === 4) return power(2.2);
  if (code === 5) return power(2.8);
  if (code === 8) return power(1);
  if (code === 17) return (value) => Math.min(1, (52.37 / 48) * value ** 2.6);
  return linearOfSrgb;
}
