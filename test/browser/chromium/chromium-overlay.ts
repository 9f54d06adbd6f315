import type { Page } from 'playwright-core';
import type { Reader } from '../driver/overlay.ts';

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
    async cards() {
      const cards = (await nodes()).filter((node) => attributeOf(node, 'class')?.split(' ').includes('card'));
      const boxes = cards.map(({ nodeId }) => cdp.send('DOM.getBoxModel', { nodeId }));
      return (await Promise.all(boxes)).map(({ model: { border } }) => ({
        left: border[0],
        top: border[1],
        right: border[4],
        bottom: border[5],
      }));
    },
  };
}

const flatten = (node: DomNode): DomNode[] => [
  node,
  ...(node.shadowRoots ?? []).flatMap(flatten),
  ...(node.children ?? []).flatMap(flatten),
];

function attributeOf({ attributes = [] }: DomNode, name: string): string | undefined {
  const at = attributes.findIndex((each, i) => i % 2 === 0 && each === name);
  return at >= 0 ? attributes[at + 1] : undefined;
}

function labelOf(node: DomNode): string {
  const label = attributeOf(node, 'aria-label');
  if (label !== undefined) return label;
  return flatten(node)
    .map(({ nodeValue }) => nodeValue)
    .join('')
    .trim();
}
