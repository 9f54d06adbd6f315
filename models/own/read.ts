import { type Model, readModel } from '../onnx/model.ts';
import { exportTflite } from '../tflite/export.ts';

/** What the ends of a network are called as it is read; alpha is made of what is given. */
const ENDS = { graph: 'own', input: 'input', output: 'given' } as const;

/** A network as it was read, and from what. */
export interface Read {
  readonly model: Model;
  readonly format: 'tflite' | 'onnx';
}

const isTflite = (bytes: Uint8Array) => new TextDecoder().decode(bytes.subarray(4, 8)) === 'TFL3';

/** @throws Error in words when the bytes are no ONNX file. */
function readOnnx(bytes: Uint8Array): Model {
  try {
    const model = readModel(bytes);
    if (model.graph?.node.length > 0) return model;
  } catch {
    // What protobuf says of bytes that aren't its own helps nobody.
  }
  throw new Error('This is neither a TFLite nor an ONNX file, or it is damaged.');
}

/**
 * A network from the bytes of a TFLite or an ONNX file, told apart by their content.
 *
 * @throws Error in words.
 */
export const readNetwork = async (bytes: Uint8Array): Promise<Read> =>
  isTflite(bytes) ? { model: exportTflite(bytes, ENDS), format: 'tflite' } : { model: readOnnx(bytes), format: 'onnx' };
