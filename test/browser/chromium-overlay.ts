import type { Page } from 'playwright-core';
import type { Reader } from './overlay.ts';

interface DomNode {
  nodeId: number;
  nodeName: string;
  nodeValue: string;
  attributes?: string[];
  children?: DomNode[];
  shadowRoots?: DomNode[];
}

/** Looks into the overlay through the debugger. */
export async function readInChromium(page: Page): Promise<Reader> {
  const cdp = await page.context().newCDPSession(page);
  const nodes = async (): Promise<DomNode[]> => {
    const { root } = (await cdp.send('DOM.getDocument', { depth: -1, pierce: true })) as { root: DomNode };
    const hosts = flatten(root).filter(({ nodeName }) => nodeName === 'MATTEO-OVERLAY');
    return hosts.flatMap(({ shadowRoots = [] }) => shadowRoots.flatMap(flatten));
  };
  return {
    texts: async () => (await nodes()).map(({ nodeValue }) => nodeValue),
    tags: async () => (await nodes()).map(({ nodeName }) => nodeName),
    async at(label) {
      const button = (await nodes()).find((node) => node.nodeName === 'BUTTON' && labelOf(node) === label);
      if (!button) return undefined;
      const { model } = await cdp.send('DOM.getBoxModel', { nodeId: button.nodeId });
      const [left, top, , , right, bottom] = model.border as [number, number, number, number, number, number];
      return { x: (left + right) / 2, y: (top + bottom) / 2 };
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
