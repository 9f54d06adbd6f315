import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Expects axe to find nothing serious or critical on a page, as it is drawn in light and in dark. */
export async function expectAccessible(page: Page, options: RunOptions = {}): Promise<void> {
  // Evaluated by the debugger: a page's policy against scripts does not stop it.
  await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Colours on their way from one scheme to the other are neither's.
    await page.evaluate(() => {
      for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish();
    });
    const { violations } = await page.evaluate(
      (given) => (globalThis as unknown as { axe: typeof axe }).axe.run(document, given) as Promise<AxeResults>,
      { resultTypes: ['violations'], ...options } satisfies RunOptions,
    );
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const found = serious.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
    );
    expect(found.join('\n'), `in ${colorScheme}`).toBe('');
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
