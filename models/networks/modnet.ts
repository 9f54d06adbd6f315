import { alignChannels } from '../onnx/align.ts';
import { hoistConstants } from '../onnx/hoist.ts';
import { readModel, writeModel } from '../onnx/model.ts';
import { halfPrecision } from '../precision/half.ts';
import { eightBitWeights } from '../precision/weights.ts';

/**
 * The portrait artifacts made of MODNet's ONNX file, all with float `input` `[1, 3, height, width]` and `output`
 * `[1, 1, height, width]`: `fp32` is the source with its constants and channels tidied, `int8` has
 * eight-bit weights and computes in single precision, `fp16` has the same and computes in halves.
 */
export function exportModnet(modnet: Uint8Array): { fp32: Uint8Array; fp16: Uint8Array; int8: Uint8Array } {
  const model = alignChannels(hoistConstants(readModel(modnet)));
  return {
    fp32: writeModel(model),
    fp16: writeModel(eightBitWeights(halfPrecision(model))),
    int8: writeModel(eightBitWeights(model)),
  };
}
