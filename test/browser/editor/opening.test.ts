import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChromiumExtension } from '../chromium/chromium-extension.ts';
import { startExtension } from '../driver/extension-under-test.ts';
import { drawnJob, keptJobs, openInEditor } from './editor-page.ts';

const PATIENCE = 120_000;

describe('an editor that opens', { timeout: PATIENCE }, () => {
  let extension: ChromiumExtension;
  let editor: Page;

  beforeAll(async () => {
    extension = await startExtension({});
    editor = (await openInEditor(extension, await drawnJob(400, 300), 'me.jpg')) as Page;
  }, PATIENCE);
  afterAll(() => extension?.close());

  test('a copy of its tab has a job of its own, which is forgotten with it, and the first one’s stays', async () => {
    const copy = await extension.open(editor.url());
    await copy.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
    const ids = () => keptJobs(editor);
    expect(copy.url()).not.toBe(editor.url());
    const idOf = (page: Page) => new URL(page.url()).hash.slice(1);
    expect([...(await ids())].sort()).toEqual([idOf(editor), idOf(copy)].sort());
    await copy.close();
    await expect.poll(ids).toEqual([idOf(editor)]);
  });
});
