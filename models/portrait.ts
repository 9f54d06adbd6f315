import { alignChannels } from './onnx/align.ts';
import { hoistConstants } from './onnx/hoist.ts';
import { readModel, writeModel } from './onnx/model.ts';
import { halfPrecision } from './precision/half.ts';
import { eightBitWeights } from './precision/weights.ts';

/**
 * The portrait artifacts made of MODNet's ONNX file, all with float `input` `[1, 3, height, width]` and `output`
 * `[1, 1, height, width]`: `fp32` is the source with its constants and channels tidied, `fp16` computes in halves, `int8` is the small one.
 */
export function exportPortrait(modnet: Uint8Array): { fp32: Uint8Array; fp16: Uint8Array; int8: Uint8Array } {
  const model = alignChannels(hoistConstants(readModel(modnet)));
  return { fp32: writeModel(model), fp16: writeModel(halfPrecision(model)), int8: writeModel(eightBitWeights(model)) };
}
