import { alignChannels } from '../onnx/align.ts';
import { hoistConstants } from '../onnx/hoist.ts';
import { readModel, writeModel } from '../onnx/model.ts';
import { halfPrecision } from '../precision/half.ts';
import { eightBitWeights } from '../precision/weights.ts';
import { wideWeights } from '../precision/wide.ts';

/** In a file this small the backbone's middle layers count as well. */
const SMALLEST = 20_000;

/** What is kept of a network that `models/train` exported: the same with weights of eight bits, which is `portrait-s.onnx`. */
export const keptSmall = (trained: Uint8Array): Uint8Array =>
  writeModel(eightBitWeights(alignChannels(hoistConstants(readModel(trained))), SMALLEST));

/**
 * The portrait-s artifacts: `ours` is `portrait-s.onnx`, and `int8` itself; the others have its weights. Inputs, outputs
 * and precisions are those of `exportModnet`.
 */
export function exportPortraitS(ours: Uint8Array): Record<'fp32' | 'fp16' | 'int8', Uint8Array> {
  const model = wideWeights(readModel(ours));
  return {
    fp32: writeModel(model),
    fp16: writeModel(eightBitWeights(halfPrecision(model), SMALLEST)),
    int8: ours,
  };
}
