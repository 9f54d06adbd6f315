import { writeModel } from '../onnx/model.ts';
import { exportTflite } from '../tflite/export.ts';

/** Exports the lite network: `input` `[1, 3, 256, 256]`, RGB/255, to `alpha` `[1, 1, 256, 256]`, 0..1. */
export const exportLite = (tflite: Uint8Array): Uint8Array =>
  writeModel(exportTflite(tflite, { graph: 'lite', input: 'input', output: 'alpha' }));
