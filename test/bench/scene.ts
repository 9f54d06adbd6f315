import { newPicture, type Picture, type Tensor } from '../../shared/image/picture.ts';

/** How far a point (0..1 each) is inside a head and shoulders, with a fringe of strands; 0 at the outline. */
function depth(x: number, y: number): number {
  const head = 1 - Math.hypot((x - 0.5) / 0.17, (y - 0.36) / 0.25);
  const body = 1 - Math.hypot((x - 0.5) / 0.36, (y - 1.02) / 0.42);
  const fringe = 0.06 * Math.sin(260 * Math.atan2(y - 0.36, x - 0.5));
  return Math.max(head + fringe, body);
}

const alphaAt = (x: number, y: number): number => Math.min(1, Math.max(0, depth(x, y) * 12 + 0.5));

/** A drawn person before a graded wall, at any size. */
export function drawnScene(width: number, height: number): Picture {
  const picture = newPicture(width, height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const [u, v] = [x / width, y / height];
      const alpha = alphaAt(u, v);
      const grain = ((x * 73856093) ^ (y * 19349663)) & 15;
      picture.data[at] = alpha * (150 + 60 * v) + (1 - alpha) * (90 + 80 * u) + grain;
      picture.data[at + 1] = alpha * (90 + 40 * u) + (1 - alpha) * (140 + 50 * v) + grain;
      picture.data[at + 2] = alpha * 70 + (1 - alpha) * (190 - 60 * u) + grain;
      picture.data[at + 3] = 255;
    }
  }
  return picture;
}

/** The drawn person's coarse matte `[1, 1, height, width]`. */
export function drawnCoarse(width: number, height: number): Tensor {
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data[y * width + x] = alphaAt((x + 0.5) / width, (y + 0.5) / height);
  }
  return { dims: [1, 1, height, width], data };
}
