export interface LaunchOptions {
  /** With a (software) WebGPU adapter, or with none. */
  readonly webgpu: boolean;
  readonly headless?: boolean;
  /** Whether it may work in private windows: Firefox then starts it anew, as after an update. Default: true. */
  readonly inPrivateWindows?: boolean;
  readonly colorScheme?: 'light' | 'dark';
  /** Firefox’s, beside those that tests always have. */
  readonly preferences?: Readonly<Record<string, string | number | boolean>>;
}
