import { afterAll, beforeAll } from 'vitest';
import { type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import { type Site, serveSite } from '../driver/site.ts';

/** An extension, a site with pages, and another host with pictures. */
export interface TwoSites {
  readonly extension: ExtensionUnderTest;
  readonly pages: Site;
  readonly others: Site;
}

const PATIENCE = 120_000;

/**
 * Starts all three before the tests of a describe, and closes them after.
 *
 * @param host the other host's name.
 */
export function useTwoSites(
  host: Parameters<typeof serveSite>[0],
  options: Parameters<typeof startExtension>[0],
): TwoSites {
  const started: { -readonly [Part in keyof TwoSites]?: TwoSites[Part] } = {};
  beforeAll(async () => {
    const [pages, others, extension] = await Promise.all([
      serveSite('localhost'),
      serveSite(host),
      startExtension(options),
    ]);
    Object.assign(started, { extension, pages, others });
  }, PATIENCE);
  afterAll(async () => {
    await started.extension?.close();
    await Promise.all([started.pages?.close(), started.others?.close()]);
  });
  return started as TwoSites;
}
