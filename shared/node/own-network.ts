import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Card, readCard } from '../inference/card.ts';

/** A network of one's own: its file and its card. */
export interface OwnNetwork {
  readonly file: string;
  readonly card: Card;
}

/**
 * Finds a network of one's own by its file, `NAME.onnx`, and reads the card beside it, `NAME.json`.
 *
 * @throws Error in words when there is no such file, or no card, or it is not valid or another network's.
 */
export async function readOwn(file: string): Promise<OwnNetwork> {
  await access(file).catch(() => {
    throw new Error('There is no such file.');
  });
  const beside = `${file.slice(0, -'.onnx'.length)}.json`;
  const text = await readFile(beside, 'utf8').catch(() => {
    throw new Error(`There is no card ${beside}; npm run models -- export writes it beside the network.`);
  });
  const card = readCard(text);
  return { file: join(dirname(file), card.file), card };
}
