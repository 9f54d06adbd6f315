import { sha256 } from '../hash.ts';
import { reason } from '../reasons.ts';

/**
 * What a self-test's verdict is valid for: this adapter under this browser and runtime. Firefox says nothing in `info`;
 * there, features and limits tell one adapter from another.
 *
 * @param versions of browser and runtime, in words.
 */
export async function adapterIdentity(
  { info, features, limits }: Pick<GPUAdapter, 'info' | 'features' | 'limits'>,
  ...versions: string[]
): Promise<string> {
  const { vendor, architecture, device, description } = info;
  const can = [...[...features].sort(), ...numbersOf(limits).sort()].join('\n');
  const hash = (await sha256(new TextEncoder().encode(can))).slice(0, 16);
  return [vendor, architecture, device, description, hash, ...versions].join('|');
}

/** `name=value` of every limit; browsers have them as getters of the prototype. */
function numbersOf(limits: GPUSupportedLimits): string[] {
  const numbers: string[] = [];
  for (const name in limits) {
    const value = limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') numbers.push(`${name}=${value}`);
  }
  return numbers;
}

/**
 * An adapter with a feature; one that is emulated in software only where that is allowed.
 *
 * @throws Error in words when there is no adapter that is worth using.
 */
export async function requestAdapter(
  { allowSoftwareGpu }: { readonly allowSoftwareGpu?: boolean },
  feature?: GPUFeatureName,
): Promise<GPUAdapter> {
  if (!navigator.gpu) throw new Error(reason('no-webgpu'));
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error(reason('no-adapter'));
  if (adapter.info.isFallbackAdapter && !allowSoftwareGpu) throw new Error(reason('emulated'));
  if (feature && !adapter.features.has(feature)) throw new Error(reason('no-halves', feature));
  return adapter;
}
