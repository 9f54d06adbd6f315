import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Card } from '../../shared/inference/card.ts';
import { type Checked, checkOwn } from '../../shared/inference/own/check.ts';
import type { OwnEntry } from '../../shared/inference/own/served.ts';
import { sha256 } from '../hash.ts';

/** Where networks of one's own are kept, each as `NAME.onnx` with its card, `NAME.json`. */
export const ADDED = fileURLToPath(new URL('../added', import.meta.url));

/** What was added: its list in the catalog, and the files that this list names. */
export interface Added {
  readonly own: readonly OwnEntry[];
  readonly files: ReadonlyMap<string, Uint8Array | string>;
}

/** The names of the networks in `folder`, sorted; none where there is no such folder. */
export async function addedNames(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  const cards = files.filter((file) => file.endsWith('.json')).map((file) => basename(file, '.json'));
  return cards.sort();
}

/**
 * Reads a network and its card from a disk, checked as the extension checks them.
 *
 * @throws Error in words where one is missing, or what `checkOwn` throws.
 */
export const openOwn = async (network: string, card: string): Promise<Checked> =>
  checkOwn([await namedFile(network), await namedFile(card)]);

async function namedFile(path: string) {
  const { size } = await stat(path).catch(() => {
    throw new Error(`There is no file ${path}.`);
  });
  return {
    name: basename(path),
    size,
    text: () => readFile(path, 'utf8'),
    arrayBuffer: async () => new Uint8Array(await readFile(path)).buffer,
  };
}

/** The text of the card of a network that is kept, or served, as `NAME.onnx`. */
export const cardText = (card: Card, name: string): string =>
  `${JSON.stringify({ ...card, file: `${name}.onnx` }, null, 2)}\n`;

/**
 * Reads all networks in `folder`.
 *
 * @throws Error that names a network whose files are no longer what was added.
 */
export async function readAdded(folder: string): Promise<Added> {
  const own: OwnEntry[] = [];
  const files = new Map<string, Uint8Array | string>();
  for (const name of await addedNames(folder)) {
    const { card, bytes } = await openAdded(folder, name);
    const text = cardText(card, name);
    const cardHash = sha256(text);
    const entry: OwnEntry = {
      name,
      title: card.name,
      licence: card.licence,
      file: `own-${name}.${card.sha256.slice(0, 8)}.onnx`,
      bytes: card.bytes,
      sha256: card.sha256,
      card: {
        file: `own-${name}.${cardHash.slice(0, 8)}.json`,
        bytes: Buffer.byteLength(text),
        sha256: cardHash,
      },
    };
    own.push(entry);
    files.set(entry.file, bytes).set(entry.card.file, text);
  }
  return { own, files };
}

async function openAdded(folder: string, name: string): Promise<Checked> {
  try {
    return await openOwn(join(folder, `${name}.onnx`), join(folder, `${name}.json`));
  } catch (thrown) {
    const words = (thrown as Error).message;
    throw new Error(`“${name}” is not what was added: ${words} npm run models -- remove ${name} removes it.`);
  }
}
