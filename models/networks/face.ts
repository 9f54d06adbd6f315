import { writeModel } from '../onnx/model.ts';
import { exportTflite } from '../tflite/export.ts';

/**
 * Exports the face network: `input` `[1, 3, 128, 128]`, RGB / 127.5 − 1, to `scores` `[1, 896, 1]`, the log-odds of a
 * face at each anchor. Where in the anchor's cell it is, and its landmarks, are left out.
 */
export const exportFace = (tflite: Uint8Array): Uint8Array =>
  writeModel(exportTflite(tflite, { graph: 'face', input: 'input', output: 'scores', from: 'classificators' }));
