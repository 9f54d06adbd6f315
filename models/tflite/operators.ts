import { ARRANGING } from './arranging.ts';
import { CONVOLUTIONS } from './convolutions.ts';
import { type Export, POINTWISE } from './pointwise.ts';
import { WINDOWS } from './windows.ts';

/** Every operator that can be exported, by its TFLite name. */
export const OPERATORS: ReadonlyMap<string, Export> = new Map(
  [POINTWISE, CONVOLUTIONS, WINDOWS, ARRANGING].flatMap((table) => Object.entries(table)),
);
