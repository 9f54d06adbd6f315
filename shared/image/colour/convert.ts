import { newPicture, type Picture } from '../picture.ts';
import { type ColourSpace, type Curve, type Matrix, srgbOfLinear } from './space.ts';

/** Pixels as a file has them: RGBA, straight alpha, of 8 or 16 bits a channel. */
export interface Samples {
  readonly width: number;
  readonly height: number;
  /** `width * height * 4` numbers, 0 to the most that the array's kind holds. */
  readonly data: Uint8ClampedArray<ArrayBuffer> | Uint16Array<ArrayBuffer>;
}

/** Linear light in this many steps is a fifth of a level apart where sRGB is steepest. */
const STEPS = 16_384;

/** Linear light's sRGB level, by step. */
let levels: Uint8ClampedArray | undefined;

const levelsOfLight = (): Uint8ClampedArray => {
  levels ??= Uint8ClampedArray.from({ length: STEPS + 1 }, (_, i) => srgbOfLinear(i / STEPS) * 255);
  return levels;
};

/** Where linear light is in that table. */
const stepOf = (light: number): number => (light <= 0 ? 0 : light >= 1 ? STEPS : (light * STEPS + 0.5) | 0);

/** Pixels of any space as a picture; those of 8 bits are overwritten. Alpha is kept. */
export function toSrgb(samples: Samples, space: ColourSpace | 'srgb'): Picture {
  const { width, height, data } = samples;
  const picture = data instanceof Uint8ClampedArray ? { width, height, data } : newPicture(width, height);
  const most = data instanceof Uint8ClampedArray ? 255 : 65_535;
  if (space === 'srgb') narrow(data, picture);
  else if (space.display) convertBright(data, picture, space, space.display, most);
  else if (space.matrix) convert(data, picture, space.curves, space.matrix, most);
  else convertEach(data, picture, space.curves, most);
  return picture;
}

function narrow(data: Samples['data'], { data: to }: Picture): void {
  if (data === to) return;
  for (let i = 0; i < data.length; i++) to[i] = data[i] / 257;
}

/** The latest table of each curve: a picture that comes in strips needs it for every one. */
const tables = new WeakMap<Curve, Float32Array>();

/** A curve at every number that a channel may have. */
function tabulated(curve: Curve, most: number): Float32Array {
  const known = tables.get(curve);
  if (known?.length === most + 1) return known;
  const table = Float32Array.from({ length: most + 1 }, (_, value) => curve(value / most));
  tables.set(curve, table);
  return table;
}

function tabulatedAll(curves: ColourSpace['curves'], most: number): Float32Array[] {
  const [red, green, blue] = curves;
  const first = tabulated(red, most);
  return [first, green === red ? first : tabulated(green, most), blue === red ? first : tabulated(blue, most)];
}

function convert(data: Samples['data'], { data: to }: Picture, curves: ColourSpace['curves'], m: Matrix, most: number) {
  const [red, green, blue] = tabulatedAll(curves, most);
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = m;
  const level = levelsOfLight();
  const scale = 255 / most;
  for (let i = 0; i < data.length; i += 4) {
    const r = red[data[i]];
    const g = green[data[i + 1]];
    const b = blue[data[i + 2]];
    to[i] = level[stepOf(m0 * r + m1 * g + m2 * b)];
    to[i + 1] = level[stepOf(m3 * r + m4 * g + m5 * b)];
    to[i + 2] = level[stepOf(m6 * r + m7 * g + m8 * b)];
    to[i + 3] = data[i + 3] * scale;
  }
}

/** The latest sRGB levels of each curve. */
const ownLevels = new WeakMap<Curve, Uint8ClampedArray>();

function levelsOf(curve: Curve, most: number): Uint8ClampedArray {
  const known = ownLevels.get(curve);
  if (known?.length === most + 1) return known;
  const own = Uint8ClampedArray.from({ length: most + 1 }, (_, value) => srgbOfLinear(curve(value / most)) * 255);
  ownLevels.set(curve, own);
  return own;
}

/** Where channels don't mix, one table a channel does all. */
function convertEach(data: Samples['data'], { data: to }: Picture, curves: ColourSpace['curves'], most: number): void {
  const levels = curves.map((curve) => levelsOf(curve, most));
  const scale = 255 / most;
  for (let i = 0; i < data.length; i += 4) {
    for (let c = 0; c < 3; c++) to[i + c] = levels[c][data[i + c]];
    to[i + 3] = data[i + 3] * scale;
  }
}

/** A peak up to here is white's rounding. */
const HARDLY_BRIGHTER = 1.05;
/** Light above this part of white gives way where a picture is brighter than white. */
const KNEE = 0.8;

/**
 * For pictures brighter than white (HDR): what is darker than the knee stays as it is, and what is brighter is pressed together
 * so that the picture's brightest becomes white, all channels of a pixel by the same factor.
 */
function convertBright(
  data: Samples['data'],
  { data: to }: Picture,
  { curves, matrix: m }: ColourSpace,
  display: (light: Float64Array) => void,
  most: number,
): void {
  const bright = tabulatedAll(curves, most);
  const light = new Float64Array(3);
  const linear = new Float64Array(3);
  const read = (i: number): number => {
    for (let c = 0; c < 3; c++) light[c] = bright[c][data[i + c]];
    display(light);
    for (let c = 0; c < 3; c++)
      linear[c] = m ? m[c * 3] * light[0] + m[c * 3 + 1] * light[1] + m[c * 3 + 2] * light[2] : light[c];
    return Math.max(linear[0], linear[1], linear[2]);
  };
  const level = levelsOfLight();
  let peak = 0;
  for (let i = 0; i < data.length; i += 4) peak = Math.max(peak, read(i));
  const reach = (peak - KNEE) / (1 - KNEE);
  const pressed = (brightest: number): number => {
    const above = (brightest - KNEE) / (1 - KNEE);
    return KNEE + ((1 - KNEE) * above * (1 + above / reach ** 2)) / (1 + above);
  };
  const scale = 255 / most;
  for (let i = 0; i < data.length; i += 4) {
    const brightest = read(i);
    const gain = peak > HARDLY_BRIGHTER && brightest > KNEE ? pressed(brightest) / brightest : 1;
    for (let c = 0; c < 3; c++) to[i + c] = level[stepOf(linear[c] * gain)];
    to[i + 3] = data[i + 3] * scale;
  }
}
