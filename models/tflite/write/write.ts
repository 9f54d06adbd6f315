import { hoistConstants } from '../../onnx/hoist.ts';
import type { Model } from '../../onnx/model.ts';
import { inputsOf, trace } from '../../onnx/trace.ts';
import { wideHalves } from '../../precision/wide.ts';
import { writeFlatbuffer } from './flatbuffer.ts';
import { TfliteWriter } from './graph.ts';
import { WRITTEN } from './operators.ts';

/**
 * Turns an ONNX network over pictures into a TFLite file in single precision: NCHW becomes NHWC, ReLU and ReLU6 are fused into
 * what they follow. Inputs have fixed sizes.
 *
 * @throws Error that names the operator, its place and the reason when it cannot be written.
 */
export async function writeTflite(given: Model): Promise<Uint8Array> {
  const model = wideHalves(hoistConstants(given));
  const inputs = inputsOf(model).map(({ name, shape }) => {
    if (shape.includes('open')) throw new Error(`The input “${name}” has open sizes; TFLite wants fixed ones.`);
    return [name, shape as number[]] as const;
  });
  const graph = new TfliteWriter(model, await trace(model, new Map(inputs)));
  for (const [name] of inputs) graph.picture(name);
  for (const [place, node] of model.graph.node.entries()) {
    try {
      const write = Object.hasOwn(WRITTEN, node.opType) ? WRITTEN[node.opType] : undefined;
      if (!write) throw new Error("it is not in the operators' table.");
      write(node, graph);
    } catch (thrown) {
      const where = `number ${place}, “${node.output[0]}”`;
      throw new Error(
        `The ONNX operator ${node.opType} (${where}) cannot be written as TFLite: ${(thrown as Error).message}`,
      );
    }
  }
  return writeFlatbuffer(
    graph.finish(
      inputs.map(([name]) => name),
      model.graph.output.map(({ name }) => name),
    ),
  );
}
