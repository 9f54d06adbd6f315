import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web';
import { artifactOfCard } from '../../shared/inference/card.ts';
import { LARGEST_SERVED, NETWORKS } from '../../shared/inference/catalog.ts';
import type { Checked } from '../../shared/inference/own/check.ts';
import { asOwn } from '../../shared/inference/own/runner.ts';
import { ownTest } from '../../shared/inference/own/self-test.ts';
import { isOwnName } from '../../shared/inference/own/served.ts';
import { openRunner } from '../../shared/inference/runner.ts';
import { addedNames, cardText, openOwn } from './added.ts';

/**
 * Stores a network of one's own and its card in `folder` as `name`. Both are checked first, as the extension checks them, and
 * the network must reproduce its card's matte on WASM.
 *
 * @throws Error in words for a name that is bad or taken, files that are missing, wrong or too large to be served, and a
 * network that does not run or gives another matte.
 */
export async function addNetwork(folder: string, network: string, card: string, name: string): Promise<void> {
  checkName(name);
  if ((await addedNames(folder)).includes(name))
    throw new Error(`There is a network “${name}” already: remove it first, or choose another by --name.`);
  const checked = await openOwn(network, card);
  const { length } = checked.bytes;
  if (length > LARGEST_SERVED)
    throw new Error(`The network has ${length} bytes; a Worker serves files of ${LARGEST_SERVED} at most.`);
  await mustReproduce(checked);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.onnx`), checked.bytes);
  // The card comes last and at once: where it is, the network is whole.
  const aside = join(folder, `${name}.${process.pid}`);
  await writeFile(aside, cardText(checked.card, name));
  await rename(aside, join(folder, `${name}.json`));
}

/** Deletes the network `name` in `folder`. @throws Error where there is none. */
export async function removeNetwork(folder: string, name: string): Promise<void> {
  const names = await addedNames(folder);
  if (!names.includes(name))
    throw new Error(`There is no network “${name}” of your own${names.length ? `: ${names.join(', ')}` : ''}.`);
  await rm(join(folder, `${name}.json`));
  await rm(join(folder, `${name}.onnx`), { force: true });
}

function checkName(name: string): void {
  if (!isOwnName(name))
    throw new Error(`“${name}” is no name: lower-case letters, digits and dashes, 40 at most. Choose one by --name.`);
  if ((NETWORKS as readonly string[]).includes(name))
    throw new Error(`“${name}” is the name of a packaged network: choose another by --name.`);
}

async function mustReproduce({ card, bytes }: Checked): Promise<void> {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const artifact = artifactOfCard(card);
  const runner = await openRunner(ort, artifact, bytes, 'wasm');
  try {
    const wrong = await ownTest(asOwn(runner, card), artifact);
    if (wrong) throw new Error(`The network is not added: ${wrong}.`);
  } finally {
    await runner.dispose();
  }
}
