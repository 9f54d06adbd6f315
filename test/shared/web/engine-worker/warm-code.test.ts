import { expect, it } from 'vitest';
import { warmCode } from '../../../../shared/web/engine-worker/warm-code.ts';

it('the drawn engine sends a picture through every stage, or code would be left cold', async () => {
  expect(await warmCode()).toBe(true);
});
