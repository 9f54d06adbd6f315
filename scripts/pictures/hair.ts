import { type Chance, chance, onGuide, type Point, stroke } from './brush.ts';

/** Where a side of the hair runs: beside the face, and along its outside; both from the parting down. */
interface Side {
  readonly inner: readonly Point[];
  readonly outer: readonly Point[];
  readonly tones: readonly number[];
}

const LEFT: Side = {
  inner: [
    [650, 396],
    [566, 412],
    [480, 478],
    [440, 590],
    [426, 710],
    [430, 840],
    [444, 960],
    [452, 1080],
  ],
  outer: [
    [618, 238],
    [500, 264],
    [388, 356],
    [322, 520],
    [276, 700],
    [236, 870],
    [222, 1010],
    [262, 1150],
  ],
  tones: [1, 2, 3, 3, 4, 5],
};
const RIGHT: Side = {
  inner: [
    [646, 396],
    [704, 418],
    [752, 486],
    [774, 590],
    [784, 710],
    [780, 840],
    [770, 960],
    [764, 1080],
  ],
  outer: [
    [612, 238],
    [730, 260],
    [836, 352],
    [900, 520],
    [946, 700],
    [990, 860],
    [1016, 1000],
    [986, 1140],
  ],
  tones: [1, 2, 2, 3, 3, 4],
};

/** Six shades, dark to light; each gleams where the light meets the crown and again in the lengths. */
const SHADES = ['#3a1a12', '#55280f', '#74391b', '#935026', '#b46a34', '#d99250'];
const shadeAt = (i: number) => SHADES[Math.min(SHADES.length - 1, Math.max(0, i))];
const gradients = SHADES.map(
  (_, i) => `<linearGradient id="hair${i}" gradientUnits="userSpaceOnUse" x1="0" y1="255" x2="0" y2="1150">
    <stop stop-color="${shadeAt(i - 1)}"/><stop offset=".12" stop-color="${shadeAt(i + 1)}"/><stop offset=".2" stop-color="${shadeAt(i + 2)}"/><stop offset=".32" stop-color="${shadeAt(i)}"/>
    <stop offset=".52" stop-color="${shadeAt(i - 1)}"/><stop offset=".78" stop-color="${shadeAt(i + 1)}"/><stop offset="1" stop-color="${shadeAt(i)}"/></linearGradient>`,
).join('');

interface Lock {
  /** 0 beside the face, 1 outside. */
  readonly place: number;
  readonly phase: number;
  readonly waves: number;
  readonly swing: number;
  readonly end: number;
}

const POINTS = 34;

/** One hair of a lock, `off` from its middle (in shares of the side's width). */
function hairLine(side: Side, lock: Lock, off: number, end: number, start = 0): Point[] {
  return Array.from({ length: POINTS }, (_, i) => {
    const along = start + (i / (POINTS - 1)) * (end - start);
    const spread = off * (1 - 0.55 * along);
    const share = lock.place + spread;
    const [innerX, innerY] = onGuide(side.inner, along);
    const [outerX, outerY] = onGuide(side.outer, along);
    const loose = Math.max(0, along - 0.16) / 0.84;
    const turn = lock.phase + along * lock.waves * 2 * Math.PI;
    const sway = lock.swing * loose ** 0.7;
    return [
      innerX + (outerX - innerX) * share + Math.sin(turn) * sway,
      innerY + (outerY - innerY) * share + Math.cos(turn) * sway * 0.5,
    ];
  });
}

const path = (points: readonly Point[], width: number, fill: string, opacity: number) =>
  `<path d="${stroke(points, width)}" fill="${fill}" fill-opacity="${opacity.toFixed(2)}"/>`;

function locksOf(draw: Chance, count: number): Lock[] {
  return Array.from({ length: count }, (_, i) => ({
    place: 1 - (i + 0.5) / count + draw.about(0.02),
    phase: draw.between(0, 2 * Math.PI),
    waves: draw.between(2.6, 3.4),
    swing: draw.between(18, 32),
    end: draw.between(0.86, 1),
  }));
}

function sideOf(side: Side, draw: Chance): string {
  const out: string[] = [];
  for (const lock of locksOf(draw, 17)) {
    const under = draw.pick([0, 1, 1]);
    out.push(path(hairLine(side, lock, 0, lock.end), lock.place < 0.14 ? 40 : 62, `url(#hair${under})`, 1));
    for (let k = 0; k < 64; k++) {
      const off = draw.about(lock.place < 0.14 ? 0.1 : 0.06);
      const tone = Math.max(0, draw.pick(side.tones) - (lock.place < 0.14 ? 2 : 0));
      const own = { ...lock, phase: lock.phase + draw.about(0.35), swing: lock.swing + draw.about(4) };
      const width = draw.between(1.6, 6);
      out.push(
        path(
          hairLine(side, own, off, lock.end + draw.about(0.05)),
          width,
          `url(#hair${tone})`,
          draw.between(0.35, 0.95),
        ),
      );
    }
  }
  return out.join('');
}

/** Single hairs that stand off the rim, thin and half transparent. */
function looseHairs(side: Side, draw: Chance, count: number): string {
  const out: string[] = [];
  for (let k = 0; k < count; k++) {
    const start = draw.between(0.02, 0.75);
    const lock: Lock = {
      place: draw.between(0.93, 1.0),
      phase: draw.between(0, 2 * Math.PI),
      waves: draw.between(1.5, 5),
      swing: draw.between(6, 34),
      end: 1,
    };
    const end = Math.min(1.0, start + draw.between(0.1, 0.34));
    const away = draw.between(0.03, 0.3);
    const points = hairLine(side, lock, 0, end, start).map(([x, y], i, all): Point => {
      const [innerX, innerY] = onGuide(side.inner, start + (i / (all.length - 1)) * (end - start));
      const push = away * (i / (all.length - 1)) ** 1.6;
      return [x + (x - innerX) * push, y + (y - innerY) * push];
    });
    out.push(path(points, draw.between(1.1, 2.6), `url(#hair${draw.pick([2, 3, 4, 5])})`, draw.between(0.3, 0.85)));
  }
  return out.join('');
}

/** What hangs behind neck and shoulders. */
export function hairBehind(): string {
  const draw = chance(21);
  const across = (x: number): Side => ({
    inner: [
      [620, 420],
      [x, 620],
      [x, 900],
      [x + draw.about(10), 1050],
    ],
    outer: [
      [620, 420],
      [x + 30, 620],
      [x + 34, 900],
      [x + 20, 1060],
    ],
    tones: [0, 0, 1],
  });
  const strands = Array.from({ length: 190 }, () => {
    const side = across(draw.between(400, 790));
    const lock = { place: 0.5, phase: draw.between(0, 6), waves: 2.8, swing: draw.between(8, 20), end: 1 };
    return path(
      hairLine(side, lock, 0, draw.between(0.9, 1)),
      draw.between(4, 12),
      `url(#hair${draw.pick(side.tones)})`,
      0.9,
    );
  });
  return `<defs>${gradients}</defs><path d="M618 248C470 250 372 400 360 620C350 800 370 950 400 1080Q600 1130 760 1080C800 900 850 700 860 600C840 400 760 250 618 248Z" fill="#33170f"/>${strands.join('')}`;
}

/** The hair in front: both sides from the parting, wavy, over temples and shoulders. */
export function hairBefore(): string {
  const draw = chance(33);
  return `${looseHairs(RIGHT, draw, 120)}${looseHairs(LEFT, draw, 120)}${sideOf(RIGHT, draw)}${sideOf(LEFT, draw)}${looseHairs(RIGHT, draw, 60)}${looseHairs(LEFT, draw, 60)}`;
}
