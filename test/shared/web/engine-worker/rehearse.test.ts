import { expect, it } from 'vitest';
import { rehearse } from '../../../../shared/web/engine-worker/rehearse.ts';

it('goes through every stage, or it would leave code cold', async () => {
  expect(await rehearse()).toBe(true);
});
