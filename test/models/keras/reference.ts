/** A picture or a list, channels last, without a batch. */
export interface Value {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export interface Array4 {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A layer's settings, as Keras writes them. */
export interface Settings {
  readonly activation: string;
  readonly alpha: number;
  readonly axis: number | number[];
  readonly center: boolean;
  readonly cropping: number[][];
  readonly depth_multiplier: number;
  readonly dilation_rate: number | number[];
  readonly dims: number[];
  readonly epsilon: number;
  readonly filters: number;
  readonly height: number;
  readonly interpolation: string;
  readonly kernel_size: number | number[];
  readonly max_value: number;
  readonly negative_slope: number;
  readonly offset: number;
  readonly name: string;
  readonly padding: string | number[][];
  readonly pool_size: number | number[];
  readonly rate: number;
  readonly scale: number | boolean;
  readonly shared_axes: number[];
  readonly size: number | number[];
  readonly strides: number | number[];
  readonly target_shape: number[];
  readonly units: number;
  readonly use_bias: boolean;
  readonly width: number;
}
export type Config = Partial<Settings>;

/** What a layer gives, by the definition in Keras' documentation; slow and obvious. */
export type Layer = (inputs: Value[], config: Settings, weights: Record<string, Array4>) => Value;

const value = (shape: readonly number[], at: (...index: number[]) => number): Value => {
  const data = new Float64Array(shape.reduce((a, b) => a * b, 1));
  for (let i = 0; i < data.length; i++) {
    let rest = i;
    const index = shape.map(() => 0);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    data[i] = at(...index);
  }
  return { shape, data };
};

const read = ({ shape, data }: Value | Array4, ...index: number[]): number =>
  data[index.reduce((at, k, axis) => at * shape[axis] + k, 0)];
/** The same, 0 outside of the picture. */
const readOr = (x: Value, y: number, u: number, c: number, otherwise = 0): number =>
  y < 0 || u < 0 || y >= x.shape[0] || u >= x.shape[1] ? otherwise : read(x, y, u, c);
const map = ({ shape, data }: Value, f: (x: number) => number): Value => ({ shape, data: data.map(f) });

const pair = (x: number | number[] = 1): number[] => (Array.isArray(x) ? x : [x, x]);

/** Output sizes and the first tap of a window, along both axes. */
function place(x: Value, kernel: number[], { strides, dilation_rate = 1, padding }: Config) {
  const [s, d] = [pair(strides), pair(dilation_rate)];
  return [0, 1].map((axis) => {
    const reach = (kernel[axis] - 1) * d[axis] + 1;
    const size = x.shape[axis];
    const out = padding === 'same' ? Math.ceil(size / s[axis]) : Math.floor((size - reach) / s[axis]) + 1;
    const missing = padding === 'same' ? Math.max((out - 1) * s[axis] + reach - size, 0) : 0;
    return { out, first: -Math.floor(missing / 2), stride: s[axis], dilation: d[axis] };
  });
}

const ACTIVATIONS: Record<string, (x: number) => number> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  relu6: (x) => Math.min(Math.max(x, 0), 6),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  hard_sigmoid: (x) => Math.min(Math.max(0.2 * x + 0.5, 0), 1),
  tanh: Math.tanh,
  swish: (x) => x / (1 + Math.exp(-x)),
  hard_swish: (x) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6,
};

function activated(x: Value, name = 'linear'): Value {
  if (name !== 'softmax') return map(x, ACTIVATIONS[name]);
  return value(x.shape, (...index) => {
    const own = index.slice(0, -1);
    let sum = 0;
    for (let c = 0; c < (x.shape.at(-1) as number); c++) sum += Math.exp(read(x, ...own, c));
    return Math.exp(read(x, ...index)) / sum;
  });
}

const biased = (weights: Record<string, Array4>, o: number) => weights.bias?.data[o] ?? 0;

const depthwise = (x: Value, kernel: Array4, config: Config): Value => {
  const [rows, columns] = place(x, [...kernel.shape], config);
  const multiplier = kernel.shape[3];
  return value([rows.out, columns.out, x.shape[2] * multiplier], (y, u, o) => {
    const [c, m] = [Math.floor(o / multiplier), o % multiplier];
    let sum = 0;
    for (let v = 0; v < kernel.shape[0]; v++)
      for (let w = 0; w < kernel.shape[1]; w++)
        sum +=
          readOr(
            x,
            y * rows.stride + rows.first + v * rows.dilation,
            u * columns.stride + columns.first + w * columns.dilation,
            c,
          ) * read(kernel, v, w, c, m);
    return sum;
  });
};

const convolved = (x: Value, kernel: Array4, config: Config, bias: (o: number) => number): Value => {
  const [rows, columns] = place(x, [...kernel.shape], config);
  return value([rows.out, columns.out, kernel.shape[3]], (y, u, o) => {
    let sum = bias(o);
    for (let v = 0; v < kernel.shape[0]; v++)
      for (let w = 0; w < kernel.shape[1]; w++)
        for (let c = 0; c < x.shape[2]; c++)
          sum +=
            readOr(
              x,
              y * rows.stride + rows.first + v * rows.dilation,
              u * columns.stride + columns.first + w * columns.dilation,
              c,
            ) * read(kernel, v, w, c, o);
    return sum;
  });
};

/** Every input pixel is spread over the output; what SAME has too much is cut off, half of it before. */
const transposed: Layer = ([x], { strides, padding, activation }, { kernel, ...weights }) => {
  const s = pair(strides);
  const [first, out] = [0, 1].reduce<number[][]>(
    ([before, sizes], axis) => {
      const cut = padding === 'same' ? Math.max(kernel.shape[axis] - s[axis], 0) : 0;
      const whole = x.shape[axis] * s[axis] + Math.max(kernel.shape[axis] - s[axis], 0);
      return [
        [...before, Math.floor(cut / 2)],
        [...sizes, whole - cut],
      ];
    },
    [[], []],
  );
  const sums = value([out[0], out[1], kernel.shape[2]], (_, __, o) => biased(weights, o));
  for (let y = 0; y < x.shape[0]; y++)
    for (let u = 0; u < x.shape[1]; u++)
      for (let v = 0; v < kernel.shape[0]; v++)
        for (let w = 0; w < kernel.shape[1]; w++) {
          const [row, column] = [y * s[0] + v - first[0], u * s[1] + w - first[1]];
          if (row < 0 || column < 0 || row >= out[0] || column >= out[1]) continue;
          for (let o = 0; o < kernel.shape[2]; o++)
            for (let c = 0; c < x.shape[2]; c++)
              sums.data[(row * out[1] + column) * kernel.shape[2] + o] += read(x, y, u, c) * read(kernel, v, w, o, c);
        }
  return activated(sums, activation);
};

const pooled =
  (most: boolean): Layer =>
  ([x], config) => {
    const kernel = pair(config.pool_size);
    const [rows, columns] = place(x, kernel, { ...config, strides: config.strides ?? kernel });
    return value([rows.out, columns.out, x.shape[2]], (y, u, c) => {
      const seen: number[] = [];
      for (let v = 0; v < kernel[0]; v++)
        for (let w = 0; w < kernel[1]; w++)
          seen.push(readOr(x, y * rows.stride + rows.first + v, u * columns.stride + columns.first + w, c, Number.NaN));
      const inside = seen.filter((one) => !Number.isNaN(one));
      return most ? Math.max(...inside) : inside.reduce((a, b) => a + b) / inside.length;
    });
  };

const enlarged = (x: Value, [height, width]: number[], interpolation = 'nearest'): Value =>
  value([height, width, x.shape[2]], (y, u, c) => {
    const at = [((y + 0.5) * x.shape[0]) / height, ((u + 0.5) * x.shape[1]) / width];
    if (interpolation === 'nearest') return read(x, Math.floor(at[0]), Math.floor(at[1]), c);
    const [v, w] = at.map((one, axis) => Math.min(Math.max(one - 0.5, 0), x.shape[axis] - 1));
    const [top, left] = [Math.floor(v), Math.floor(w)];
    const [bottom, right] = [Math.min(top + 1, x.shape[0] - 1), Math.min(left + 1, x.shape[1] - 1)];
    const mix = (a: number, b: number, share: number) => a + (b - a) * share;
    return mix(
      mix(read(x, top, left, c), read(x, top, right, c), w - left),
      mix(read(x, bottom, left, c), read(x, bottom, right, c), w - left),
      v - top,
    );
  });

const combined =
  (f: (a: number, b: number) => number): Layer =>
  (inputs) =>
    inputs.reduce((a, b) =>
      value(
        a.shape.map((size, axis) => Math.max(size, b.shape[axis])),
        (...index) => {
          const of = (x: Value) => read(x, ...index.map((k, axis) => Math.min(k, x.shape[axis] - 1)));
          return f(of(a), of(b));
        },
      ),
    );

/** Layers by their class. */
export const REFERENCE: Record<string, Layer> = {
  Conv2D: ([x], config, { kernel, ...weights }) =>
    activated(
      convolved(x, kernel, config, (o) => biased(weights, o)),
      config.activation,
    ),
  DepthwiseConv2D: ([x], config, { depthwise_kernel: kernel, ...weights }) => {
    const sums = depthwise(x, kernel, config);
    return activated(
      value(sums.shape, (y, u, o) => read(sums, y, u, o) + biased(weights, o)),
      config.activation,
    );
  },
  SeparableConv2D: ([x], config, { depthwise_kernel: first, pointwise_kernel: second, ...weights }) =>
    activated(
      convolved(depthwise(x, first, config), second, { padding: 'valid' }, (o) => biased(weights, o)),
      config.activation,
    ),
  Conv2DTranspose: transposed,
  Dense: ([x], { activation }, { kernel, ...weights }) =>
    activated(
      value([...x.shape.slice(0, -1), kernel.shape[1]], (...index) => {
        let sum = biased(weights, index[index.length - 1]);
        for (let c = 0; c < kernel.shape[0]; c++)
          sum += read(x, ...index.slice(0, -1), c) * read(kernel, c, index[index.length - 1]);
        return sum;
      }),
      activation,
    ),
  BatchNormalization: ([x], { epsilon }, { gamma, beta, moving_mean: mean, moving_variance: variance }) =>
    value(x.shape, (...index) => {
      const c = index[index.length - 1];
      return (
        ((read(x, ...index) - mean.data[c]) / Math.sqrt(variance.data[c] + (epsilon ?? 0))) * (gamma?.data[c] ?? 1) +
        (beta?.data[c] ?? 0)
      );
    }),
  Activation: ([x], { activation }) => activated(x, activation),
  ReLU: ([x], { max_value: most, negative_slope: slope = 0 }) =>
    map(x, (one) => Math.min(one < 0 ? one * slope : one, most ?? Number.POSITIVE_INFINITY)),
  LeakyReLU: ([x], { alpha }) => map(x, (one) => (one < 0 ? one * (alpha ?? 0) : one)),
  PReLU: ([x], _, { alpha }) =>
    value(x.shape, (...index) => {
      const own = read(x, ...index);
      return own < 0 ? own * read(alpha, ...index.map((k, axis) => Math.min(k, alpha.shape[axis] - 1))) : own;
    }),
  Softmax: ([x]) => activated(x, 'softmax'),
  Add: combined((a, b) => a + b),
  Subtract: combined((a, b) => a - b),
  Multiply: combined((a, b) => a * b),
  Concatenate: (inputs) =>
    value(
      [...inputs[0].shape.slice(0, -1), inputs.reduce((sum, { shape }) => sum + (shape.at(-1) as number), 0)],
      (...index) => {
        let c = index[index.length - 1];
        for (const x of inputs) {
          if (c < (x.shape.at(-1) as number)) return read(x, ...index.slice(0, -1), c);
          c -= x.shape.at(-1) as number;
        }
        return Number.NaN;
      },
    ),
  MaxPooling2D: pooled(true),
  AveragePooling2D: pooled(false),
  GlobalAveragePooling2D: ([x]) =>
    value(
      [x.shape[2]],
      (c) => x.data.reduce((sum, one, i) => (i % x.shape[2] === c ? sum + one : sum), 0) / (x.shape[0] * x.shape[1]),
    ),
  UpSampling2D: ([x], { size, interpolation }) =>
    enlarged(
      x,
      pair(size).map((factor, axis) => factor * x.shape[axis]),
      interpolation,
    ),
  Resizing: ([x], { height, width, interpolation }) => enlarged(x, [height, width], interpolation),
  ZeroPadding2D: ([x], config) => {
    const [[top, bottom], [left, right]] = config.padding as number[][];
    const shape = [x.shape[0] + top + bottom, x.shape[1] + left + right, x.shape[2]];
    return value(shape, (y, u, c) => readOr(x, y - top, u - left, c));
  },
  Cropping2D: ([x], { cropping: [[top, bottom], [left, right]] }) => {
    const shape = [x.shape[0] - top - bottom, x.shape[1] - left - right, x.shape[2]];
    return value(shape, (y, u, c) => read(x, y + top, u + left, c));
  },
  Reshape: ([x], { target_shape: shape }) => ({ ...x, shape }),
  Flatten: ([x]) => ({ ...x, shape: [x.data.length] }),
  Permute: ([x], { dims }) =>
    value(
      dims.map((axis: number) => x.shape[axis - 1]),
      (...index) => {
        const own: number[] = [];
        dims.forEach((axis: number, i: number) => {
          own[axis - 1] = index[i];
        });
        return read(x, ...own);
      },
    ),
  Dropout: ([x]) => x,
  Rescaling: ([x], { scale, offset }) => map(x, (one) => one * Number(scale) + offset),
};
