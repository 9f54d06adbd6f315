import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asUploads, goodOwn } from '../../fixtures/engine/own-network.ts';
import type { ChromiumExtension } from '../chromium/chromium-extension.ts';
import { QUICK, startExtension } from '../driver/extension-under-test.ts';
import type { Page } from '../driver/page.ts';
import { changeKept } from './kept-networks.ts';

const PATIENCE = 240_000;

/** Presses *Test again*; whether another test can be asked for then, and what is said. */
const pressAgain = () => {
  const again = document.querySelector<HTMLButtonElement>('#networks .test')!;
  again.focus();
  again.click();
  return [again.getAttribute('aria-disabled'), document.querySelector('#networks-said')?.textContent];
};

describe('testing a network of one’s own again', { timeout: PATIENCE }, () => {
  let extension: ChromiumExtension;
  let page: Page;
  const said = () => expect.poll(() => page.textContent('#networks-said'), { timeout: PATIENCE });
  const focused = () => page.evaluate(() => document.activeElement?.id);
  const isOver = () =>
    page.waitForSelector('#add-network[aria-disabled=false]', {
      timeout: PATIENCE,
    });

  beforeAll(async () => {
    extension = await startExtension({ grantedHosts: [], engine: { ...QUICK, gpuTimeLimitMs: 60_000 } });
    page = await extension.open(extension.extensionPage('options/options.html'));
    await page.setInputFiles('#network-files', asUploads(await goodOwn()));
    await page.waitForFunction(() => document.querySelector('#networks-said')?.textContent?.includes('works here'));
    await changeKept(page, { outcomes: [{ backend: 'wasm' }] });
    await page.reload();
    await page.waitForSelector('#networks li');
  }, PATIENCE);
  afterAll(() => extension?.close());

  test('is always possible, one at a time, and leaves the focus where the person took it', async () => {
    expect(await page.textContent('#networks')).toMatch(/Works on: the CPU.*Test Mine again/);
    expect(await page.evaluate(pressAgain)).toEqual(['true', expect.stringMatching(/^Mine is being tested/)]);
    await page.evaluate(() => document.querySelector<HTMLButtonElement>('#clear')?.focus());
    await said().toMatch(/^Mine works here/);
    await isOver();
    expect(await focused()).toBe('clear');

    await page.evaluate(pressAgain);
    await said().toMatch(/^Mine works here/);
    await expect.poll(focused).toBe('add-network');
  });

  test('says nothing more of one that was removed meanwhile', async () => {
    await page.evaluate(() => {
      const [remove, again] = document.querySelectorAll<HTMLButtonElement>('#networks button');
      again.click();
      remove.click();
    });
    await said().toBe('Mine was removed.');
    await isOver();
    expect(await page.textContent('#networks-said')).toBe('Mine was removed.');
    expect(await page.textContent('#networks')).toBe('');
  });
});
