import { ARRANGING } from './arranging.ts';
import { BATCHES } from './batches.ts';
import { CONVOLUTIONS } from './convolutions.ts';
import { type Export, POINTWISE } from './pointwise.ts';
import { UNPOOLING } from './unpooling.ts';
import { WINDOWS } from './windows.ts';

/** Every operator that can be exported, by its TFLite name. */
export const OPERATORS: ReadonlyMap<string, Export> = new Map(
  [POINTWISE, CONVOLUTIONS, WINDOWS, UNPOOLING, ARRANGING, BATCHES].flatMap((table) => Object.entries(table)),
);
