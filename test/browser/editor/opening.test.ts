import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { dropFiles } from '../support/drop.ts';
import { plain } from '../support/plain.ts';
import { keptJobs, untilShown } from './editor-page.ts';
import { useOneEditor } from './one-editor.ts';

const PATIENCE = 120_000;

/** Lets no picture be read until `goOn` is called. */
const holdPictures = () => {
  const read = Blob.prototype.arrayBuffer;
  const held = new Promise<void>((goOn) => Object.assign(globalThis, { goOn }));
  Blob.prototype.arrayBuffer = async function () {
    document.body.dataset.held = '';
    await held;
    return read.call(this);
  };
};

describe('an editor that opens', { timeout: PATIENCE }, () => {
  const use = useOneEditor();

  test('a copy of its tab has a job of its own, which is forgotten with it, and the first one’s stays', async () => {
    const { extension, editor } = use;
    const copy = await extension.open(editor.url());
    await copy.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
    const ids = () => keptJobs(editor);
    expect(copy.url()).not.toBe(editor.url());
    const idOf = (page: Page) => new URL(page.url()).hash.slice(1);
    expect([...(await ids())].sort()).toEqual([idOf(editor), idOf(copy)].sort());
    await copy.close();
    await expect.poll(ids).toEqual([idOf(editor)]);
  });

  test('takes a picture that is dropped meanwhile as the background', async () => {
    const { editor } = use;
    await editor.addInitScript(holdPictures);
    await editor.reload();
    await editor.waitForSelector('[data-held]');
    await dropFiles(editor, await plain('red.png', '#d00000'));
    await editor.evaluate(() => (globalThis as unknown as { goOn(): void }).goOn());
    await editor.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
    await untilShown(editor, [0.05, 0.05], (red) => red > 200 && red < 215);
    expect(await editor.isHidden('#notice')).toBe(true);
  });
});
