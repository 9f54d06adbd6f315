import type { Colour, Picture } from '../../../shared/image/picture.ts';

/** Keeps the ellipse that a picture's sides touch: beside it the picture becomes transparent, or `outside`. Changes the picture. */
export function cutRound({ width, height, data }: Picture, outside?: Colour): void {
  const [rx, ry] = [width / 2, height / 2];
  const radius = Math.min(rx, ry);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const distance = Math.hypot((x + 0.5 - rx) / rx, (y + 0.5 - ry) / ry);
      // One pixel of the edge is mixed.
      const inside = Math.min(1, Math.max(0, (1 - distance) * radius + 0.5));
      if (inside === 1) continue;
      if (!outside) data[at + 3] *= inside;
      else for (let c = 0; c < 3; c++) data[at + c] = outside[c] + (data[at + c] - outside[c]) * inside;
    }
  }
}
