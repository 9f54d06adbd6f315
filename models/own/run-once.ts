import * as ort from 'onnxruntime-web';

/** Values of a tensor. */
export interface Values {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

/** Opens a network with one input, runs it once, and answers its first output. @throws Error where it does not run. */
export async function runOnce(onnx: Uint8Array, { dims, values }: Values): Promise<Values> {
  const session = await ort.InferenceSession.create(onnx).catch((cause) => {
    throw new Error(`The network does not run: ${(cause as Error).message ?? cause}`, { cause });
  });
  try {
    const [input] = session.inputNames;
    const found = await session.run({ [input]: new ort.Tensor('float32', values, dims) });
    const output = found[session.outputNames[0]];
    return { dims: output.dims, values: output.data as Float32Array };
  } finally {
    await session.release();
  }
}

/** The largest difference between values in the same places; NaN where one is no number. */
export const worstDifference = (some: Float32Array, others: Float32Array): number =>
  some.reduce((most, value, i) => Math.max(most, Math.abs(value - others[i])), 0);
