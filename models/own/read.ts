import { exportKeras } from '../keras/export.ts';
import { isKeras } from '../keras/open.ts';
import { type Model, readModel } from '../onnx/model.ts';
import { exportTflite } from '../tflite/export.ts';

/** What the ends of a network are called as it is read; alpha is made of what is given. */
const ENDS = { graph: 'own', input: 'input', output: 'given' } as const;

/** A network as it was read, and from what. */
export interface Read {
  readonly model: Model;
  readonly format: 'tflite' | 'keras' | 'onnx';
}

const isTflite = (bytes: Uint8Array) => new TextDecoder().decode(bytes.subarray(4, 8)) === 'TFL3';

/** Whether a model has nodes, an input that is said to be a tensor, and an output. */
const isWhole = ({ graph }: Model): boolean =>
  graph?.node.length > 0 &&
  graph.output.length > 0 &&
  graph.input.every(({ type }) => type?.tensorType !== undefined) &&
  graph.input.some(({ name }) => graph.initializer.every((tensor) => tensor.name !== name));

/** @throws Error in words when the bytes are no ONNX file. */
function readOnnx(bytes: Uint8Array): Model {
  try {
    const model = readModel(bytes);
    if (isWhole(model)) return model;
  } catch {
    // What protobuf says of bytes that aren't its own helps nobody.
  }
  throw new Error('This is neither a TFLite, a Keras nor an ONNX file, or it is damaged.');
}

/**
 * A network from the bytes of a TFLite, a Keras or an ONNX file, told apart by their content.
 *
 * @param weights the `.h5` file of weights that belongs to a `model.json`.
 * @throws Error in words.
 */
export async function readNetwork(bytes: Uint8Array, weights?: Uint8Array): Promise<Read> {
  if (isTflite(bytes)) return { model: exportTflite(bytes, ENDS), format: 'tflite' };
  if (isKeras(bytes)) return { model: await exportKeras(bytes, ENDS, weights), format: 'keras' };
  return { model: readOnnx(bytes), format: 'onnx' };
}
