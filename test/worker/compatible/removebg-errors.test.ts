import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { errorsResponse } from '../../../worker/compatible/removebg-errors.ts';
import { tooManyPixels } from '../../../worker/limits.ts';

it('a picture that is too large is declined with what these routes can do', async () => {
  const app = new Hono().get('/', (context) => errorsResponse(context, tooManyPixels('9000 × 9000 pixels')));
  const response = await app.request('/');
  expect(response.status).toBe(400);
  const [{ title, code }] = (await response.json()).errors;
  expect(code).toBe('resolution_too_high');
  expect(title).toMatch(/^The picture has 9000 × 9000 pixels, and the limit is .* a side; send a smaller copy\.$/);
});
