import type { Run, Value } from './interpreter.ts';

/** How far apart neighbours along each axis lie. */
const stridesOf = (shape: readonly number[]) =>
  shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));

/** Where, along each axis, the value at `at` lies. */
const placeOf = (at: number, shape: readonly number[]) => {
  const strides = stridesOf(shape);
  return shape.map((size, axis) => Math.floor(at / strides[axis]) % size);
};

/** Two values, the second repeated along axes where it has one value. */
export const both =
  (f: (a: number, b: number) => number): Run =>
  (_, [a, b]) => {
    const shape = [...a.shape.slice(b.shape.length).fill(1), ...b.shape];
    if (b.data.length === a.data.length || b.data.length === (a.shape.at(-1) ?? 1))
      return Float32Array.from(a.data as Float32Array, (x, i) => f(x, b.data[i % b.data.length]));
    const strides = stridesOf(shape);
    return Float32Array.from(a.data as Float32Array, (x, i) => {
      const place = placeOf(i, a.shape);
      return f(x, b.data[place.reduce((sum, k, axis) => sum + (shape[axis] === 1 ? 0 : k * strides[axis]), 0)]);
    });
  };

const sumAlong = (input: Value, axes: readonly number[]): Float64Array => {
  const kept = input.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const strides = stridesOf(kept);
  const sums = new Float64Array(kept.reduce((a, b) => a * b, 1));
  input.data.forEach((value, i) => {
    const place = placeOf(i, input.shape);
    sums[place.reduce((at, k, axis) => at + (axes.includes(axis) ? 0 : k * strides[axis]), 0)] += value;
  });
  return sums;
};

export const sum: Run = (_, [input, axes]) => Float32Array.from(sumAlong(input, [...axes.data]));

export const mean: Run = (_, [input, axes]) => {
  const sums = sumAlong(input, [...axes.data]);
  return Float32Array.from(sums, (total) => (total * sums.length) / input.data.length);
};

export const softmax: Run = (_, [{ shape, data }]) => {
  const length = shape.at(-1)!;
  const out = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += length) {
    const row = [...data.slice(start, start + length)];
    const most = Math.max(...row);
    const powers = row.map((value) => Math.exp(value - most));
    const total = powers.reduce((a, b) => a + b);
    out.set(
      powers.map((power) => power / total),
      start,
    );
  }
  return out;
};

export const transpose: Run = (_, [input, order], shape) => {
  const strides = stridesOf(input.shape);
  return Float32Array.from(
    input.data,
    (_, i) => input.data[placeOf(i, shape).reduce((at, k, axis) => at + k * strides[order.data[axis]], 0)],
  );
};

export const resizeNearest: Run = (operator, [input], shape) => {
  if (operator.options!.byte(0) || !operator.options!.byte(1)) throw new Error('half-pixel centres expected');
  const [, height, width, channels] = input.shape;
  const out = new Float32Array(shape.reduce((a, b) => a * b, 1));
  return out.map((_, i) => {
    const [, y, x, c] = placeOf(i, shape);
    const row = Math.floor(((y + 0.5) * height) / shape[1]);
    const column = Math.floor(((x + 0.5) * width) / shape[2]);
    return input.data[(row * width + column) * channels + c];
  });
};

/** Zeros around, along any axis. */
export const pad: Run = (_, [input, paddings], shape) => {
  const strides = stridesOf(shape);
  const out = new Float32Array(shape.reduce((a, b) => a * b, 1));
  input.data.forEach((value, i) => {
    const place = placeOf(i, input.shape);
    out[place.reduce((at, k, axis) => at + (k + paddings.data[2 * axis]) * strides[axis], 0)] = value;
  });
  return out;
};

export const concatenate: Run = (operator, inputs, shape) => {
  const axis = (operator.options!.int(0) + shape.length) % shape.length;
  const strides = stridesOf(shape);
  const out = new Float32Array(shape.reduce((a, b) => a * b, 1));
  let before = 0;
  for (const input of inputs) {
    input.data.forEach((value, i) => {
      const place = placeOf(i, input.shape);
      out[place.reduce((at, k, a) => at + (k + (a === axis ? before : 0)) * strides[a], 0)] = value;
    });
    before += input.shape[axis];
  }
  return out;
};
