const SAME = 0;

/** Padding before and after along one axis so that `ceil(size / stride)` outputs come out (TFLite's SAME). */
export function samePadding(
  size: number,
  kernel: number,
  stride: number,
  dilation = 1,
): [before: number, after: number] {
  const reach = (kernel - 1) * dilation + 1;
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + reach - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

type Pair = readonly [vertical: number, horizontal: number];

/** ONNX's `pads` of a window over a picture, for TFLite's number of a padding (0 is SAME, 1 is VALID). */
export function padsOf(padding: number, sizes: Pair, kernel: Pair, strides: Pair, dilations: Pair = [1, 1]): number[] {
  if (padding !== SAME) return [0, 0, 0, 0];
  const [top, bottom] = samePadding(sizes[0], kernel[0], strides[0], dilations[0]);
  const [left, right] = samePadding(sizes[1], kernel[1], strides[1], dilations[1]);
  return [top, left, bottom, right];
}
