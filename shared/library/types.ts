/** Where the networks and the runtime are, what they run on, and how good the outlines are. */
export interface MatteoOptions {
  /**
   * The folder of the package's own files: a URL in browsers, a path or a URL in Node. Bundlers don't copy it; its files are in
   * `node_modules/matteo/assets`. Default: `assets/` beside the module.
   */
  readonly assets?: string | URL;
  /** The folder with `catalog.json` and the networks, for example a Worker's `/models/`. Default: `models/` in `assets`. */
  readonly models?: string | URL;
  /** What networks run on in browsers: what is asked for, or what is slower and works. Default: `auto`, the fastest that works. */
  readonly backend?: 'auto' | 'webgpu-f16' | 'webgpu' | 'wasm';
  /** `fine` takes about twice as long as `fast`. Default: `auto`, which is fine on a GPU. */
  readonly quality?: 'auto' | 'fast' | 'fine';
  /** The network that draws the matte. Default: `portrait-s`. */
  readonly network?: 'portrait-s' | 'lite' | 'modnet';
  /** Told of every job's progress. */
  readonly onProgress?: OnProgress;
  /** Ends every job, and `preload`, once aborted. */
  readonly signal?: AbortSignal;
}

/** `fraction` is of the whole job, 0..1; `stage` is what is being done. */
export type OnProgress = (progress: { readonly stage: string; readonly fraction: number }) => void;

/** How one result is to be. */
export interface JobOptions {
  /** As in `MatteoOptions`, for this job. Default: what was chosen there. */
  readonly quality?: 'auto' | 'fast' | 'fine';
  /** Default: `image/png`. A JPEG has no transparency: without `background` it lies on white. */
  readonly format?: 'image/png' | 'image/webp' | 'image/jpeg';
  /** Of WebP and JPEG, 0..1. Default: 0.9. */
  readonly compression?: number;
  /** `#rgb`, `#rrggbb` or white, black, grey, red, green, lime, blue or yellow, that the cutout is laid on. Default: transparent. */
  readonly background?: string;
  /** A black shadow under the cutout: on the ground that the person stands on, or straight behind. It ends where the picture ends. Default: none. */
  readonly shadow?: 'ground' | 'drop';
  /** How dark `shadow` is where it is darkest, 0..1. Default: 0.4. */
  readonly shadowOpacity?: number;
  /** Of the person only this. A head is hair and face with what is worn there; no neck. There is no preview then. */
  readonly part?: 'head' | 'hair' | 'skin' | 'clothes';
  /** Whether `part` is that of everybody, or of the one alone whose part is largest. Default: of a head the largest, else everybody. */
  readonly everyone?: boolean;
  readonly onProgress?: OnProgress;
  /** Told once, in browsers: a small PNG cutout that is there long before the result. */
  readonly onPreview?: (preview: Blob) => void;
  readonly signal?: AbortSignal;
}

/** A rectangle in pixels of the picture, its corner at the upper left. */
export interface PersonBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** RGBA of 8 bits, row-major, straight alpha: what `ImageData` holds. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** `width * height * 4` bytes. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** A cutout or a matte, of the picture's own size. */
export interface Result {
  /** Encoded as asked for. */
  readonly blob: Blob;
  readonly width: number;
  readonly height: number;
  /** `unsure`: what was cut out may be no person. */
  readonly person: 'yes' | 'unsure';
  /** How much speaks for a person, 0..1; above ½ is `yes`. */
  readonly confidence: number;
  /** The people, largest first; those who touch are one. */
  readonly people: readonly PersonBox[];
  /** What the network ran on. */
  readonly backend: string;
  /** How outlines were drawn. */
  readonly quality: 'fast' | 'fine';
  /** Milliseconds spent on each stage. */
  readonly milliseconds: Readonly<Partial<Record<string, number>>>;
}

/**
 * Cuts people out of pictures. Jobs queue. Networks are opened at their first use, and stay until `dispose`.
 *
 * @typeParam Input what a picture may be given as.
 * @typeParam Output a result, with what the host makes of it besides.
 */
export interface Matteo<Input, Output extends Result = Result> {
  /**
   * The picture without its background.
   *
   * @throws MatteoError `no-person` where nobody is seen, and what a picture or the device can be declined for.
   */
  removeBackground(input: Input, options?: JobOptions): Promise<Output>;
  /** The alpha alone, as a grey picture: 255 is the person. @throws MatteoError as `removeBackground`. */
  matte(input: Input, options?: Omit<JobOptions, 'background' | 'shadow' | 'shadowOpacity'>): Promise<Output>;
  /** Where the people are, largest first; none where nobody is seen. @throws MatteoError as `removeBackground`, but not `no-person`. */
  people(input: Input, options?: Pick<JobOptions, 'onProgress' | 'signal'>): Promise<readonly PersonBox[]>;
  /** Opens runtime and networks ahead of the first job; `fraction` is of that. Answers what the network runs on. */
  preload(options?: Pick<JobOptions, 'onProgress'>): Promise<string>;
  /** Ends running jobs and frees everything; a later call starts anew. */
  dispose(): void;
}
