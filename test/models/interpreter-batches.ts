import type { Run } from './interpreter.ts';

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Every value's place `[batch, row, column, channel]`. */
function* placesOf([batches, height, width, channels]: readonly number[]) {
  for (let n = 0; n < batches; n++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) for (let c = 0; c < channels; c++) yield [n, y, x, c] as const;
}

const at = ([, height, width, channels]: readonly number[], n: number, y: number, x: number, c: number) =>
  ((n * height + y) * width + x) * channels + c;

/** Pixel (y, x) of the padded picture goes to picture (y mod block, x mod block). */
export const spaceToBatch: Run = (_, [input, block, paddings], shape) => {
  const out = new Float32Array(sizeOf(shape));
  for (const [n, y, x, c] of placesOf(input.shape)) {
    const [row, column] = [y + paddings.data[0], x + paddings.data[2]];
    const to = ((row % block.data[0]) * block.data[1] + (column % block.data[1])) * input.shape[0] + n;
    const [v, u] = [Math.floor(row / block.data[0]), Math.floor(column / block.data[1])];
    out[at(shape, to, v, u, c)] = input.data[at(input.shape, n, y, x, c)];
  }
  return out;
};

export const batchToSpace: Run = (_, [input, block, crops], shape) => {
  const out = new Float32Array(sizeOf(shape));
  for (const [n, y, x, c] of placesOf(shape)) {
    const [row, column] = [y + crops.data[0], x + crops.data[2]];
    const from = ((row % block.data[0]) * block.data[1] + (column % block.data[1])) * shape[0] + n;
    const [v, u] = [Math.floor(row / block.data[0]), Math.floor(column / block.data[1])];
    out[at(shape, n, y, x, c)] = input.data[at(input.shape, from, v, u, c)];
  }
  return out;
};

export const mirrorPad: Run = (operator, [input, paddings], shape) => {
  const isSymmetric = operator.options!.byte(0) === 1;
  const out = new Float32Array(sizeOf(shape));
  const inside = (place: number, axis: number) => {
    const [size, k] = [input.shape[axis], place - paddings.data[2 * axis]];
    if (k < 0) return isSymmetric ? -1 - k : -k;
    return k < size ? k : 2 * size - (isSymmetric ? 1 : 2) - k;
  };
  for (const [n, y, x, c] of placesOf(shape))
    out[at(shape, n, y, x, c)] = input.data[at(input.shape, inside(n, 0), inside(y, 1), inside(x, 2), inside(c, 3))];
  return out;
};

const structOf = ({ customOptions }: Parameters<Run>[0]) => new Int32Array(customOptions.slice().buffer);

/** Where in its window each maximum is, with MediaPipe's tenth. */
export const places: Run = (operator, [input], shape) => {
  const [, , , width, height] = structOf(operator);
  const out = new Float32Array(sizeOf(shape));
  for (const [n, y, x, c] of placesOf(shape)) {
    let most = Number.NEGATIVE_INFINITY;
    for (let v = 0; v < height; v++)
      for (let u = 0; u < width; u++) {
        const value = input.data[at(input.shape, n, y * height + v, x * width + u, c)];
        if (value <= most) continue;
        most = value;
        out[at(shape, n, y, x, c)] = v * width + u + 0.1;
      }
  }
  return out;
};

export const maxima: Run = (operator, [input], shape) => {
  const [, , , width, height] = structOf(operator);
  const found = places(operator, [input], shape);
  const out = new Float32Array(found.length);
  for (const [n, y, x, c] of placesOf(shape)) {
    const place = Math.trunc(found[at(shape, n, y, x, c)]);
    const [row, column] = [y * height + Math.trunc(place / width), x * width + (place % width)];
    out[at(shape, n, y, x, c)] = input.data[at(input.shape, n, row, column, c)];
  }
  return out;
};

export const unpool: Run = (operator, [input, from], shape) => {
  const [, , , width, height] = structOf(operator);
  const out = new Float32Array(sizeOf(shape));
  for (const [n, y, x, c] of placesOf(input.shape)) {
    const place = Math.trunc(from.data[at(input.shape, n, y, x, c)]);
    const [row, column] = [y * height + Math.trunc(place / width), x * width + (place % width)];
    out[at(shape, n, row, column, c)] = input.data[at(input.shape, n, y, x, c)];
  }
  return out;
};

/** Runs what knows one picture on each of a batch. */
export const perPicture =
  (run: Run): Run =>
  (operator, [input, ...constants], shape) => {
    const [count, ...rest] = input.shape;
    const size = sizeOf(rest);
    const out = new Float32Array(sizeOf(shape));
    for (let n = 0; n < count; n++) {
      const one = { shape: [1, ...rest], data: input.data.slice(n * size, (n + 1) * size) };
      const made = run(operator, [one, ...constants], [1, ...shape.slice(1)]);
      out.set(made, n * made.length);
    }
    return out;
  };
