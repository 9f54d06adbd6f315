import { writeModel } from '../onnx/model.ts';
import { eightBitWeights } from '../precision/weights.ts';
import { exportTflite } from '../tflite/export.ts';

/**
 * Exports the network that tells the parts of people: `input` `[1, 3, 256, 256]`, RGB / 255, to `classes` `[1, 6, 256, 256]`, a logit for
 * each class of `CLASSES` in shared/person/part.ts. Its weights are kept in eight bits, which takes 4.7 MB in place of 16.5;
 * it computes in single precision. Heads are as good as with halves (models/cards/parts.md).
 */
export const exportParts = (tflite: Uint8Array): Uint8Array =>
  writeModel(eightBitWeights(exportTflite(tflite, { graph: 'parts', input: 'input', output: 'classes' })));
