import { expect, it } from 'vitest';
import { rasterize } from '../../../shared/web/rasterize.ts';

it('where there is no document, an SVG is declined as what can’t be read there; other files pass', async () => {
  const svg = new Blob(['<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>']);
  await expect(rasterize(svg)).rejects.toMatchObject({ code: 'unsupported-format', facts: ['SVG'] });
  const other = new Blob(['no SVG']);
  expect(await rasterize(other)).toBe(other);
});
