import type { Tensor } from '../image/picture.ts';
import type { Engine } from '../inference/engine.ts';

/** Of a side: where the first value of the turned tensor's rows begins, and how far the next value of a row and of a column is. */
const moves = (width: number, height: number) =>
  [
    [0, 1, width],
    [height - 1, height, -1],
    [width * height - 1, -1, -width],
    [(width - 1) * height, -height, 1],
  ] as const;

/** A tensor `[1, channels, height, width]`, turned clockwise by 0 to 3 quarters of a turn. */
export function turned({ dims, data }: Tensor, quarters: number): Tensor {
  const [one, channels, height, width] = dims;
  const [start, across, down] = moves(width, height)[quarters];
  const to = new Float32Array(data.length);
  let at = 0;
  for (let channel = 0; channel < channels; channel++) {
    const first = channel * width * height + start;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, at++) to[first + x * across + y * down] = data[at];
    }
  }
  return { dims: quarters & 1 ? [one, channels, width, height] : dims, data: to };
}

/**
 * An engine whose networks see each picture turned clockwise by 1 to 3 quarters of a turn. What they answer for its pixels is turned back, so that nothing else
 * of a job knows of the turn.
 */
export const turnedEngine = (engine: Engine, quarters: number): Engine => ({
  ...engine,
  async infer(network, input, signal) {
    const answer = await engine.infer(network, turned(input, quarters), signal);
    // The face detector's answer has no pixels.
    return answer.dims.length > 3 ? { ...answer, ...turned(answer, 4 - quarters) } : answer;
  },
});
