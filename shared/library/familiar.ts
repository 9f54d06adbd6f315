import type { MatteoOptions, OnProgress } from './types.ts';

/** Options by the names that users of other background removers know. Unknown ones are ignored. */
export interface FamiliarConfig {
  /** The folder of the package's own files. */
  readonly publicPath?: string;
  readonly device?: 'cpu' | 'gpu';
  /** `small` and `isnet_quint8` are fast, the others fine. */
  readonly model?: 'small' | 'medium' | 'large' | 'isnet' | 'isnet_fp16' | 'isnet_quint8';
  readonly output?: {
    readonly format?: 'image/png' | 'image/webp' | 'image/jpeg';
    /** Of WebP and JPEG, 0..1. */
    readonly quality?: number;
  };
  readonly progress?: (key: string, current: number, total: number) => void;
}

/** What both hosts have of the library, as far as these functions need it. */
interface Host<Input> {
  removeBackground(input: Input, options: object): Promise<{ readonly blob: Blob }>;
  matte(input: Input, options: object): Promise<{ readonly blob: Blob }>;
  preload(options: object): Promise<unknown>;
}

export interface Familiar<Input> {
  /** The picture without its background, encoded. */
  removeBackground(image: Input, config?: FamiliarConfig): Promise<Blob>;
  /** The alpha as a grey picture. */
  segmentForeground(image: Input, config?: FamiliarConfig): Promise<Blob>;
  /** The same by its older name. */
  alphamask(image: Input, config?: FamiliarConfig): Promise<Blob>;
  /** Fetches and opens what the first picture needs. */
  preload(config?: FamiliarConfig): Promise<void>;
}

/**
 * The functions for a host.
 *
 * @param engineOf what of the options takes an engine of its own; all calls that have it in common share one.
 */
export function familiar<Input>(
  create: (options: MatteoOptions) => Host<Input>,
  engineOf: (options: MatteoOptions) => unknown,
): Familiar<Input> {
  const hosts = new Map<string, Host<Input>>();
  const hostFor = (config: FamiliarConfig): Host<Input> => {
    const options = optionsOf(config);
    const key = String(engineOf(options));
    const host = hosts.get(key) ?? create(options);
    hosts.set(key, host);
    return host;
  };
  const segmentForeground = async (image: Input, config: FamiliarConfig = {}) =>
    (await hostFor(config).matte(image, jobOf(config))).blob;
  return {
    removeBackground: async (image, config = {}) => (await hostFor(config).removeBackground(image, jobOf(config))).blob,
    segmentForeground,
    alphamask: segmentForeground,
    preload: async (config = {}) => void (await hostFor(config).preload(jobOf(config))),
  };
}

const optionsOf = ({ publicPath, device }: FamiliarConfig): MatteoOptions => ({
  ...(publicPath && { assets: publicPath }),
  ...(device === 'cpu' && { backend: 'wasm' }),
});

const jobOf = ({ model, output, progress }: FamiliarConfig) => ({
  ...(model && { quality: model === 'small' || model === 'isnet_quint8' ? 'fast' : 'fine' }),
  ...(output?.format && { format: output.format }),
  ...(output?.quality !== undefined && { compression: output.quality }),
  ...(progress && { onProgress: percentTo(progress) }),
});

const percentTo =
  (progress: NonNullable<FamiliarConfig['progress']>): OnProgress =>
  ({ stage, fraction }) =>
    progress(stage, Math.round(fraction * 100), 100);
