import type { CDPSession, Page } from 'playwright-core';

interface DomNode {
  nodeId: number;
  nodeName: string;
  nodeValue: string;
  attributes?: string[];
  children?: DomNode[];
  shadowRoots?: DomNode[];
}

/** What the extension shows over a page, read through the debugger: pages themselves can't get into a closed root. */
export interface PageOverlay {
  /** All text, '' when nothing shows. */
  text(): Promise<string>;
  /** Names of the elements in it. */
  tags(): Promise<string[]>;
  /** Waits until the text has (or matches) `wanted`, and returns it. */
  until(wanted: string | RegExp, timeoutMs?: number): Promise<string>;
  /** Clicks the button that is labelled so, with the mouse. */
  press(label: string): Promise<void>;
  /** The middle of that button. */
  at(label: string): Promise<{ x: number; y: number }>;
}

export async function overlayOf(page: Page): Promise<PageOverlay> {
  const cdp: CDPSession = await page.context().newCDPSession(page);
  const nodes = async (): Promise<DomNode[]> => {
    const { root } = (await cdp.send('DOM.getDocument', { depth: -1, pierce: true })) as { root: DomNode };
    const host = flatten(root).find(({ nodeName }) => nodeName === 'MATTEO-OVERLAY');
    return host?.shadowRoots ? host.shadowRoots.flatMap(flatten) : [];
  };
  const text = async () =>
    (await nodes())
      .map(({ nodeValue }) => nodeValue)
      .filter(Boolean)
      .join(' · ');
  const at = async (label: string) => {
    const button = (await nodes()).find((node) => node.nodeName === 'BUTTON' && labelOf(node) === label);
    if (!button) throw new Error(`No button “${label}” in: ${await text()}`);
    const { model } = await cdp.send('DOM.getBoxModel', { nodeId: button.nodeId });
    const [left, top, , , right, bottom] = model.border as [number, number, number, number, number, number];
    return { x: (left + right) / 2, y: (top + bottom) / 2 };
  };
  return {
    text,
    tags: async () => (await nodes()).map(({ nodeName }) => nodeName),
    async until(wanted, timeoutMs = 30_000) {
      const ends = Date.now() + timeoutMs;
      for (;;) {
        const now = await text();
        if (typeof wanted === 'string' ? now.includes(wanted) : wanted.test(now)) return now;
        if (Date.now() > ends) throw new Error(`The overlay did not come to show ${wanted}; it shows “${now}”.`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    at,
    async press(label) {
      const { x, y } = await at(label);
      await page.mouse.click(x, y);
    },
  };
}

const flatten = (node: DomNode): DomNode[] => [
  node,
  ...(node.shadowRoots ?? []).flatMap(flatten),
  ...(node.children ?? []).flatMap(flatten),
];

function labelOf(node: DomNode): string {
  const at = node.attributes?.indexOf('aria-label') ?? -1;
  if (at >= 0) return node.attributes?.[at + 1] ?? '';
  return flatten(node)
    .map(({ nodeValue }) => nodeValue)
    .join('')
    .trim();
}
