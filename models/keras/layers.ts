import { ACTIVATION_LAYERS } from './activations.ts';
import { ARRANGING } from './arranging.ts';
import { CONVOLUTIONS } from './convolutions.ts';
import { POINTWISE } from './pointwise.ts';
import { WINDOWS } from './windows.ts';
import type { Write } from './writer.ts';

/** Every layer that can be exported, by the name that Keras has for its class. */
export const LAYERS: ReadonlyMap<string, Write> = new Map(
  [CONVOLUTIONS, ACTIVATION_LAYERS, POINTWISE, WINDOWS, ARRANGING].flatMap((table) => Object.entries(table)),
);

const REPLACED: Readonly<Record<string, string>> = {
  Lambda: 'it holds Python code; say the same by layers, such as Rescaling, Resizing or Multiply.',
  TFOpLambda: 'it is an operator of TensorFlow; say the same by a layer, such as Rescaling, Resizing or Multiply.',
  LayerNormalization: 'it has no counterpart here; train with BatchNormalization.',
  GroupNormalization: 'it has no counterpart here; train with BatchNormalization.',
};

/** What could be done about a layer that can't be exported. */
export const adviceFor = (kind: string): string =>
  REPLACED[kind] ??
  'it is not among the layers that are exported; replace it by some that are, or convert the model to TFLite and export that.';
