import { expect, test } from 'vitest';
import { requirePicture } from '../../../../extension/background/requests/require-picture.ts';
import { drawnPortrait } from '../../../fixtures/drawn.ts';
import { unusualFiles } from '../../../fixtures/files/unusual.ts';

test.for([
  '<!doctype html><title>Inbox</title><svg></svg>',
  '{"token":"secret"}',
  'a,b\n1,2\n',
  '%PDF-1.7',
  '<?xml version="1.0"?><feed/>',
  '',
])('“%s” is kept from the page script, whatever type it is said to have', async (text) => {
  const answer = requirePicture(new Blob([text], { type: 'image/png' }));
  await expect(answer).rejects.toMatchObject({ code: text ? 'not-an-image' : 'empty' });
});

test('pictures of every format are let through, large ones, and those of no use', async () => {
  const files = await unusualFiles(await drawnPortrait(160));
  const large = `<svg xmlns="http://www.w3.org/2000/svg">${'<!-- -->'.repeat(20_000)}</svg>`;
  for (const bytes of [...files.map((file) => file.bytes), large, 'II*\0\x08\0\0\0', '\x89PNG\r\n\x1a\n'])
    await requirePicture(new Blob([typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : Uint8Array.from(bytes)]));
});
