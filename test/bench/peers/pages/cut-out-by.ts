import { createMatteo, MatteoError } from '../../../../shared/library/web/index.ts';
import type { CutOut } from './cut-out.ts';

/** The library's cutout in a quality, on WASM as with the other libraries. */
export function cutOutBy(quality: 'fast' | 'fine'): CutOut {
  const matteo = createMatteo({ assets: new URL('.', import.meta.url), backend: 'wasm', quality });
  return async (picture, onVisible) => {
    try {
      const { blob, milliseconds } = await matteo.removeBackground(picture, { onPreview: onVisible });
      return { cutout: blob, milliseconds };
    } catch (thrown) {
      if (thrown instanceof MatteoError && thrown.code === 'no-person') return { cutout: undefined };
      throw thrown;
    }
  };
}
