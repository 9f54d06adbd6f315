import { zipSync } from 'fflate';
import { randomInts } from '../../fixtures/random.ts';
import { type Array4, type Config, REFERENCE, type Settings, type Value } from './reference.ts';

/** The little of h5wasm that tests write files by. */
interface Group {
  create_group(name: string): Group;
  create_hard_link(target: string, name: string): number;
  create_attribute(name: string, data: string | string[]): void;
  create_dataset(wanted: {
    name: string;
    data: Float32Array;
    shape: number[];
    chunks?: number[];
    compression?: number;
  }): void;
}
interface Library {
  File: new (name: string, mode: string) => Group & { close(): void };
  ready: Promise<{ FS: { readFile(name: string): Uint8Array; unlink(name: string): void } }>;
}

// By a name that the compiler does not follow: the project is checked without it, too.
const name = 'h5wasm';
const { default: h5 } = (await import(/* @vite-ignore */ name)) as { default: Library };

/** Writes an HDF5 file. */
export async function hdf5(write: (root: Group) => void): Promise<Uint8Array> {
  const { FS } = await h5.ready;
  const file = new h5.File('written.h5', 'w');
  write(file);
  file.close();
  const bytes = FS.readFile('written.h5');
  FS.unlink('written.h5');
  return bytes;
}

interface Built {
  readonly name: string;
  readonly kind: string;
  readonly config: Settings;
  readonly inputs: readonly string[];
  readonly weights: Readonly<Record<string, Array4>>;
}

/** A functional model that is computed by the reference while it is built, on random pixels of 0 to 1. */
export class Building {
  readonly layers: Built[] = [];
  private readonly values = new Map<string, Value>();
  private readonly below: (limit: number) => number;
  readonly input: Value;

  constructor(
    readonly shape: readonly [number, number, number],
    seed: number,
  ) {
    this.below = randomInts(seed);
    const data = Float64Array.from({ length: shape[0] * shape[1] * shape[2] }, () => Math.fround(this.random()));
    this.input = { shape, data };
    this.values.set('picture', this.input);
  }

  private random(): number {
    return this.below(100_000) / 100_000;
  }

  private array(shape: number[], low: number, high: number): Array4 {
    const length = shape.reduce((a, b) => a * b, 1);
    return { shape, data: Float32Array.from({ length }, () => low + (high - low) * this.random()) };
  }

  valueOf(layer: string): Value {
    return this.values.get(layer) as Value;
  }

  /** Weights in Keras' order, such that values neither vanish nor grow. */
  private weightsFor(kind: string, config: Settings, { shape }: Value): Record<string, Array4> {
    const channels = shape[shape.length - 1];
    const kernel = (...sizes: number[]) => {
      const terms = sizes.slice(0, -1).reduce((a, b) => a * b, 1);
      const reach = Math.sqrt(3 / terms);
      return this.array(sizes, -reach, reach);
    };
    const bias = (count: number) => (config.use_bias === false ? {} : { bias: this.array([count], -0.2, 0.2) });
    const [h, w] = [config.kernel_size, config.kernel_size].flat();
    const multiplier = config.depth_multiplier ?? 1;
    if (kind === 'Conv2D') return { kernel: kernel(h, w, channels, config.filters), ...bias(config.filters) };
    if (kind === 'DepthwiseConv2D')
      return { depthwise_kernel: this.array([h, w, channels, multiplier], -0.5, 0.5), ...bias(channels * multiplier) };
    if (kind === 'SeparableConv2D')
      return {
        depthwise_kernel: this.array([h, w, channels, multiplier], -0.5, 0.5),
        pointwise_kernel: kernel(1, 1, channels * multiplier, config.filters),
        ...bias(config.filters),
      };
    if (kind === 'Conv2DTranspose') {
      const turned = this.array([h, w, config.filters, channels], -0.4, 0.4);
      return { kernel: turned, ...bias(config.filters) };
    }
    if (kind === 'Dense') return { kernel: kernel(channels, config.units), ...bias(config.units) };
    if (kind === 'PReLU') {
      const shared: number[] = config.shared_axes ?? [];
      return {
        alpha: this.array(
          shape.map((size, axis) => (shared.includes(axis + 1) ? 1 : size)),
          0,
          0.5,
        ),
      };
    }
    if (kind !== 'BatchNormalization') return {};
    return {
      ...(config.scale !== false && { gamma: this.array([channels], 0.5, 1.5) }),
      ...(config.center !== false && { beta: this.array([channels], -0.3, 0.3) }),
      moving_mean: this.array([channels], -0.3, 0.3),
      moving_variance: this.array([channels], 0.3, 1.5),
    };
  }

  /** Adds a layer over others, by default over the last one, and gives its name. */
  add(kind: string, config: Config = {}, inputs: readonly string[] = [this.layers.at(-1)?.name ?? 'picture']) {
    const own = `${kind.toLowerCase()}_${this.layers.length}`;
    const taken = inputs.map((input) => this.valueOf(input));
    const whole = (kind === 'BatchNormalization' ? { epsilon: 1e-3, axis: [3], ...config } : config) as Settings;
    const weights = this.weightsFor(kind, whole, taken[0]);
    this.values.set(own, REFERENCE[kind](taken, whole, weights));
    this.layers.push({ name: own, kind, config: { ...whole, name: own }, inputs, weights });
    return own;
  }

  get output(): Value {
    return this.valueOf((this.layers.at(-1) as Built).name);
  }

  /** The description as Keras 2 writes it. */
  json(version = 2): string {
    const reference = (layer: string) => [layer, 0, 0];
    const keras3 = (layer: string) => ({ class_name: '__keras_tensor__', config: { keras_history: reference(layer) } });
    const nodes = (inputs: readonly string[]) =>
      version === 2
        ? [inputs.map((input) => [...reference(input), {}])]
        : [{ args: inputs.length === 1 ? [keras3(inputs[0])] : [inputs.map(keras3)], kwargs: {} }];
    const shape = { [version === 2 ? 'batch_input_shape' : 'batch_shape']: [null, ...this.shape] };
    const layers = [
      { class_name: 'InputLayer', name: 'picture', config: { name: 'picture', ...shape }, inbound_nodes: [] },
      ...this.layers.map(({ kind, name: own, config, inputs }) => ({
        class_name: kind,
        name: own,
        config,
        inbound_nodes: nodes(inputs),
      })),
    ];
    const last = reference((this.layers.at(-1) as Built).name);
    const ends =
      version === 2
        ? { input_layers: [reference('picture')], output_layers: [last] }
        : { input_layers: reference('picture'), output_layers: last };
    return JSON.stringify({
      class_name: 'Functional',
      config: { name: 'model', layers, ...ends },
      keras_version: '2.15.0',
    });
  }

  private writeByName(root: Group): void {
    root.create_attribute(
      'layer_names',
      this.layers.map((layer) => layer.name),
    );
    for (const { name: own, weights } of this.layers) {
      const group = root.create_group(own);
      const names = Object.keys(weights);
      if (names.length > 0)
        group.create_attribute(
          'weight_names',
          names.map((key) => `${own}/${key}:0`),
        );
      const inner = group.create_group(own);
      for (const [key, { shape, data }] of Object.entries(weights))
        inner.create_dataset({ name: `${key}:0`, data, shape: [...shape] });
    }
  }

  /** `model.save('model.h5')`. */
  fullH5(): Promise<Uint8Array> {
    return hdf5((root) => {
      root.create_attribute('model_config', this.json());
      root.create_attribute('keras_version', '2.15.0');
      this.writeByName(root.create_group('model_weights'));
    });
  }

  /** `model.save_weights('model.h5')`. */
  weightsH5(): Promise<Uint8Array> {
    return hdf5((root) => this.writeByName(root));
  }

  /** `model.save('model.keras')` of Keras 3. */
  async zipped(): Promise<Uint8Array> {
    const snake = (kind: string) =>
      kind
        .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
        .replace(/([a-z])([A-Z])/g, '$1_$2')
        .toLowerCase();
    const weights = await hdf5((root) => {
      const counts = new Map<string, number>();
      const layers = root.create_group('layers');
      for (const { kind, weights: own } of this.layers) {
        const count = counts.get(kind) ?? 0;
        counts.set(kind, count + 1);
        const vars = layers.create_group(count ? `${snake(kind)}_${count}` : snake(kind)).create_group('vars');
        for (const [place, { shape, data }] of Object.values(own).entries())
          vars.create_dataset({ name: String(place), data, shape: [...shape] });
      }
    });
    const text = (content: string) => new TextEncoder().encode(content);
    return zipSync({
      'metadata.json': text(JSON.stringify({ keras_version: '2.15.0' })),
      'config.json': text(this.json(3)),
      'model.weights.h5': weights,
    });
  }
}
