import { FilesetResolver, ImageSegmenter } from '@mediapipe/tasks-vision';
import type { CutOut } from './cut-out.ts';

const at = (path: string) => new URL(path, import.meta.url).href;

async function open(): Promise<ImageSegmenter> {
  return ImageSegmenter.createFromOptions(await FilesetResolver.forVisionTasks(at('wasm')), {
    baseOptions: { modelAssetPath: at('selfie_segmenter.tflite'), delegate: 'CPU' },
    runningMode: 'IMAGE',
    outputConfidenceMasks: true,
    outputCategoryMask: false,
  });
}

let opened: Promise<ImageSegmenter> | undefined;

/** The library gives a mask of the picture's size; the rest is what every page that uses it has to write. */
export const cutOut: CutOut = async (picture) => {
  opened ??= open();
  const [segmenter, bitmap] = await Promise.all([opened, createImageBitmap(picture)]);
  const { width, height } = bitmap;
  const result = segmenter.segment(bitmap);
  const mask = result.confidenceMasks![0];
  if (mask.width !== width || mask.height !== height) throw new Error(`A mask of ${mask.width} × ${mask.height}.`);
  const alpha = mask.getAsFloat32Array();
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  const pixels = context.getImageData(0, 0, width, height);
  for (let i = 0; i < alpha.length; i++) pixels.data[i * 4 + 3] = alpha[i] * 255;
  context.putImageData(pixels, 0, 0);
  result.close();
  bitmap.close();
  return { cutout: await canvas.convertToBlob({ type: 'image/png' }) };
};
