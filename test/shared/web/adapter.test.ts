import { expect, it } from 'vitest';
import { adapterIdentity } from '../../../shared/web/adapter.ts';

/** An adapter as browsers have it: limits are getters of a prototype. */
function adapter({ vendor = '', maxBufferSize = 1 << 28, features = ['shader-f16', 'bgra8unorm-storage'] } = {}) {
  class Limits {
    get maxBufferSize() {
      return maxBufferSize;
    }
  }
  Object.defineProperty(Limits.prototype, 'maxBufferSize', { enumerable: true });
  return {
    info: { vendor, architecture: '', device: '', description: '' } as GPUAdapterInfo,
    features: new Set(features) as unknown as GPUSupportedFeatures,
    limits: new Limits() as GPUSupportedLimits,
  };
}

it('the identity of an adapter is the same, in whatever order its features come', async () => {
  const turned = adapter({ features: ['bgra8unorm-storage', 'shader-f16'] });
  expect(await adapterIdentity(turned, 'Firefox 153', '1.30.0')).toBe(
    await adapterIdentity(adapter(), 'Firefox 153', '1.30.0'),
  );
});

it.each([
  ['limits', adapter({ maxBufferSize: 1 << 30 }), '1.30.0'],
  ['features', adapter({ features: ['shader-f16'] }), '1.30.0'],
  ['vendors', adapter({ vendor: 'intel' }), '1.30.0'],
  ['runtimes', adapter(), '1.31.0'],
])(
  'the identity of an adapter is another with other %s, though the browser names no adapter',
  async (_what, other, runtime) => {
    expect(await adapterIdentity(other, 'Firefox 153', runtime)).not.toBe(
      await adapterIdentity(adapter(), 'Firefox 153', '1.30.0'),
    );
  },
);
