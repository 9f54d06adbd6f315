import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../../models/hash.ts';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { asUploads, goodOwn, trainedOwn } from '../../fixtures/engine/own-network.ts';
import { mutatedBytes, mutatedJson } from '../../fixtures/mutated.ts';
import { randomInts } from '../../fixtures/random.ts';
import type { ChromiumExtension } from '../chromium/chromium-extension.ts';
import { startExtension } from '../driver/extension-under-test.ts';
import { dropFiles } from '../support/drop.ts';

/** How many are tried. `MATTEO_MUTATIONS=1000` tries more, tells of each, and counts them. */
const TOLD = process.env.MATTEO_MUTATIONS;
const COUNT = Number(TOLD ?? 30);
/**
 * For one answer of a network; a network is opened and asked once on each backend. Starting a worker and its runtime counts as well,
 * which takes seconds on a busy machine.
 */
const LIMIT_MS = 30_000;
/** What else a try may take. */
const AROUND_MS = 20_000;
/** Hardly any hangs. */
const PATIENCE = (COUNT + 4) * LIMIT_MS;

interface Pair {
  readonly onnx: string;
  readonly card: string;
}

interface Ended {
  readonly said: string;
  readonly milliseconds: number;
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** A network with a card of its length and hash, so that it is opened: mutated are its bytes, its card's values, or its card's text. */
async function mutatedPair(at: number, below: (limit: number) => number): Promise<Pair> {
  const { onnx, card } = at % 20 === 0 ? await trainedOwn() : await goodOwn();
  const kind = below(4);
  if (kind === 0) return { onnx: base64(onnx), card: JSON.stringify(mutatedJson(card, below)) };
  if (kind === 1) {
    const text = new TextEncoder().encode(JSON.stringify(card));
    return { onnx: base64(onnx), card: new TextDecoder().decode(mutatedBytes(text, below)) };
  }
  const bytes = mutatedBytes(onnx, below, kind === 2 ? 1 : 8);
  return { onnx: base64(bytes), card: JSON.stringify({ ...card, bytes: bytes.length, sha256: sha256(bytes) }) };
}

/** Runs in the options: chooses two files, waits for what is said of them, and removes what was kept. */
async function addOne({ onnx, card }: Pair): Promise<Ended> {
  const chooser = document.querySelector<HTMLInputElement>('#network-files')!;
  const said = document.querySelector('#networks-said')!;
  const until = (pattern: RegExp) =>
    new Promise<string>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!pattern.test(said.textContent)) return;
        observer.disconnect();
        resolve(said.textContent);
      });
      observer.observe(said, { childList: true });
    });
  const files = new DataTransfer();
  files.items.add(new File([Uint8Array.from(atob(onnx), (character) => character.charCodeAt(0))], 'mine.onnx'));
  files.items.add(new File([card], 'mine.json'));
  chooser.files = files.files;
  const start = performance.now();
  // All but “… is being tested…”.
  const ended = until(/[^…]$/);
  chooser.dispatchEvent(new Event('change'));
  const ending = await ended;
  const milliseconds = performance.now() - start;
  const remove = document.querySelector<HTMLButtonElement>('#networks button');
  if (remove) {
    const removed = until(/ was removed\.$/);
    remove.click();
    await removed;
  }
  return { said: ending, milliseconds };
}

const ENDS: Readonly<Record<string, RegExp>> = {
  accepted: /works here/,
  'does not work': /does not work on this device and was not kept/,
  'refused card': /^The card can’t be used/,
  'of another network': /belongs to another network/,
};

describe('mutated networks and cards in chromium', { timeout: PATIENCE }, () => {
  let extension: ChromiumExtension;
  beforeAll(async () => {
    extension = await startExtension({ engine: { gpuTimeLimitMs: LIMIT_MS } });
  }, 90_000);
  afterAll(() => extension?.close());

  test('each end in a network or in a clear refusal, soon, and harm nothing else', async () => {
    const below = randomInts(17);
    const page = await extension.open(extension.extensionPage('options/options.html'));
    const ends = new Map<string, number>();
    const times: number[] = [];
    for (let at = 0; at < COUNT; at++) {
      const pair = await mutatedPair(at, below);
      const { said, milliseconds } = await page.evaluate(addOne, pair);
      const end = Object.keys(ENDS).find((name) => ENDS[name].test(said)) ?? said;
      ends.set(end, (ends.get(end) ?? 0) + 1);
      times.push(milliseconds);
      if (TOLD) console.log(at, Math.round(milliseconds), said);
    }
    if (TOLD) console.log(Object.fromEntries(ends), `slowest ${Math.round(Math.max(...times))} ms`);
    expect(Object.keys(ENDS)).toEqual(expect.arrayContaining([...ends.keys()]));
    expect(ends.get('does not work')).toBeGreaterThan(0);
    expect(Math.max(...times)).toBeLessThan(4 * LIMIT_MS + AROUND_MS);

    const good = await goodOwn();
    await page.setInputFiles('#network-files', asUploads(good));
    await expect.poll(() => page.textContent('#networks-said')).toMatch(/^Mine works here/);
    await page.close();
    const popup = await extension.open(extension.extensionPage('popup/popup.html'));
    await dropFiles(popup, { name: 'me.png', mimeType: 'image/png', buffer: await drawnPortrait(320) });
    await popup.waitForSelector('[data-state=done]');
    await popup.close();
  });
});
