import { newPicture, type Picture } from '../image/picture.ts';

/** Side of the golden picture: small, so that even a software GPU answers in seconds. */
export const GOLDEN_SIZE = 128;

/**
 * Draws the self-test's picture: head and shoulders before a graded wall, with a little grain. Its bytes are the same
 * everywhere, because it is drawn in integers and its grain is not random.
 */
export function goldenPicture(size = GOLDEN_SIZE): Picture {
  const picture = newPicture(size, size);
  const inEllipse = (x: number, y: number, cx: number, cy: number, rx: number, ry: number) => {
    const dx = (x * 128) / size - cx;
    const dy = (y * 128) / size - cy;
    return dx * dx * ry * ry + dy * dy * rx * rx <= rx * rx * ry * ry;
  };
  let grain = 1;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      grain = (grain * 48271) % 2147483647;
      const noise = (grain % 13) - 6;
      let colour: [number, number, number] = [
        150 + Math.trunc((x * 50) / size),
        165 + Math.trunc((y * 40) / size),
        185 + Math.trunc(((x + y) * 20) / size),
      ];
      const lit = Math.trunc((x * 40) / size);
      if (inEllipse(x, y, 64, 128, 50, 44)) colour = [40 + lit, 52 + lit, 96 + lit];
      if (inEllipse(x, y, 64, 46, 27, 33)) colour = [52, 36, 26];
      if (inEllipse(x, y, 64, 88, 11, 16)) colour = [182 - lit, 132 - lit, 108 - lit];
      if (inEllipse(x, y, 64, 55, 21, 27)) colour = [228 - lit, 178 - lit, 150 - lit];
      if (inEllipse(x, y, 55, 51, 3, 2) || inEllipse(x, y, 73, 51, 3, 2)) colour = [36, 30, 34];
      if (inEllipse(x, y, 64, 69, 7, 2)) colour = [176, 84, 86];
      const at = (y * size + x) * 4;
      for (let c = 0; c < 3; c++) picture.data[at + c] = colour[c] + noise;
      picture.data[at + 3] = 255;
    }
  }
  return picture;
}
