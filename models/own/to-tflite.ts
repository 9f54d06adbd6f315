import * as ort from 'onnxruntime-web';
import { type Model, writeModel } from '../onnx/model.ts';
import { inputsOf } from '../onnx/trace.ts';
import { exportTflite } from '../tflite/export.ts';
import { writeTflite } from '../tflite/write/write.ts';

/** The most that writing may change. */
const TOLERANCE = 1e-4;

/** Values that differ from their neighbours, 0..1, the same each time. */
const wavy = (count: number) =>
  Float32Array.from({ length: count }, (_, i) => 0.5 + 0.5 * Math.sin(i * 0.37 + i / 977));

async function run(onnx: Uint8Array, dims: readonly number[]): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(onnx);
  try {
    const input = new ort.Tensor('float32', wavy(dims.reduce((a, b) => a * b, 1)), dims);
    const found = await session.run({ [session.inputNames[0]]: input });
    return found[session.outputNames[0]].data as Float32Array;
  } finally {
    await session.release();
  }
}

/**
 * A network with one picture in and one out as TFLite, in single precision, run once after it was read back.
 *
 * @returns the file, and the largest difference that writing it makes.
 * @throws Error in words when an operator cannot be written, or the file differs by more than 1e-4 from the network.
 */
export async function toTflite(model: Model): Promise<{ tflite: Uint8Array; worst: number }> {
  const tflite = await writeTflite(model);
  const back = exportTflite(tflite, { graph: 'back', input: 'input', output: 'output' });
  const [{ shape }] = inputsOf(model);
  const dims = shape.map(Number);
  const [expected, found] = [await run(writeModel(model), dims), await run(writeModel(back), dims)];
  const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i])), 0);
  if (!(found.length === expected.length && worst <= TOLERANCE))
    throw new Error(
      `Read back, the TFLite file differs by ${worst.toPrecision(2)} from the network; at most ${TOLERANCE} is allowed, so none is written.`,
    );
  return { tflite, worst };
}
