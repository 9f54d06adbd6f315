import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { ChromiumExtension } from '../chromium/chromium-extension.ts';
import { startExtension } from '../driver/extension-under-test.ts';
import { drawnJob, openInEditor } from './editor-page.ts';

const PATIENCE = 120_000;

/** An extension in Chromium, and its editor with a drawn person. */
export interface OneEditor {
  readonly extension: ChromiumExtension;
  readonly editor: Page;
}

/** Starts both before the tests of a describe, and closes them after. */
export function useOneEditor(): OneEditor {
  const started: { -readonly [Part in keyof OneEditor]?: OneEditor[Part] } = {};
  beforeAll(async () => {
    started.extension = await startExtension({});
    started.editor = (await openInEditor(started.extension, await drawnJob(400, 300), 'me.jpg')) as Page;
  }, PATIENCE);
  afterAll(() => started.extension?.close());
  return started as OneEditor;
}
