import { expect, it } from 'vitest';
import { decode } from '../../../shared/node/decode.ts';
import { colourFiles, worstError } from '../../fixtures/colour/files.ts';

it('every colour comes out right in the terminal', async () => {
  const wrong: string[] = [];
  const worst: Record<string, number> = {};
  for (const file of await colourFiles()) {
    const { width, height, data } = await decode(file.bytes);
    const error = worstError(file, width, height, data);
    worst[file.format] = Math.max(worst[file.format] ?? 0, error);
    if (error > file.tolerance) wrong.push(`${file.name}: ${error.toFixed(2)}`);
  }
  console.log('worst colour error in the terminal, in levels:', worst);
  expect(wrong).toEqual([]);
});
