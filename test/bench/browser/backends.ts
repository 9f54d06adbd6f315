import { CROPS, portraitInput } from '../../../models/fidelity.ts';
import type { Input } from './backends-page.ts';
import { findPlaces } from './browser.ts';
import { openSitePage } from './site-page.ts';

/** A GPU emulated in software is slow: small inputs. */
const SHORT_SIDE = 128;

/** Portrait in eight bits on WASM and on WebGPU, in one Chromium: how far their mattes of the six photographs differ. */
export async function benchBackends(): Promise<void> {
  const tensors = await Promise.all(CROPS.map((crop) => portraitInput('portrait-s', crop, SHORT_SIDE)));
  const inputs: Input[] = tensors.map(({ dims, data }) => ({ dims, values: [...(data as Float32Array)] }));
  const { ort } = await findPlaces();
  const { page, close } = await openSitePage('backends-page.ts', ['--enable-unsafe-webgpu']);
  try {
    const mattesBy = (provider: 'wasm' | 'webgpu') =>
      page.evaluate((request) => globalThis.mattesBy(request), { ort, provider, inputs });
    const [wasm, webgpu] = [await mattesBy('wasm'), await mattesBy('webgpu')];
    for (const [i, matte] of wasm.entries()) {
      const differences = matte.map((alpha, at) => Math.abs(alpha - (webgpu[i] as number[])[at]));
      const mean = differences.reduce((sum, each) => sum + each, 0) / differences.length;
      const most = differences.reduce((a, b) => Math.max(a, b), 0);
      console.log(
        `photograph ${i + 1}: WebGPU and WASM differ by ${mean.toFixed(6)} (mean), ${most.toFixed(6)} (most)`,
      );
    }
  } finally {
    await close();
  }
}
