import { type Model, writeModel } from '../onnx/model.ts';
import { inputsOf } from '../onnx/trace.ts';
import { exportTflite } from '../tflite/export.ts';
import { writeTflite } from '../tflite/write/write.ts';
import { runOnce, worstDifference } from './run-once.ts';

/** The most that writing may change. */
const TOLERANCE = 1e-4;

/** Values that differ from their neighbours, 0..1, the same each time. */
const wavy = (count: number) =>
  Float32Array.from({ length: count }, (_, i) => 0.5 + 0.5 * Math.sin(i * 0.37 + i / 977));

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
  const given = { dims, values: wavy(dims.reduce((a, b) => a * b, 1)) };
  const [{ values: expected }, { values: found }] = [
    await runOnce(writeModel(model), given),
    await runOnce(writeModel(back), given),
  ];
  const worst = worstDifference(expected, found);
  if (!(found.length === expected.length && worst <= TOLERANCE))
    throw new Error(
      `Read back, the TFLite file differs by ${worst.toPrecision(2)} from the network; at most ${TOLERANCE} is allowed, so none is written.`,
    );
  return { tflite, worst };
}
