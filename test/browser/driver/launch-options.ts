export interface LaunchOptions {
  /** With a (software) WebGPU adapter, or with none. */
  readonly webgpu: boolean;
  readonly headless?: boolean;
  readonly colorScheme?: 'light' | 'dark';
  /** Firefox’s, beside those that tests always have. */
  readonly preferences?: Readonly<Record<string, string | number | boolean>>;
}
