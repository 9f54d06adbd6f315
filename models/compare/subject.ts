import { basename } from 'node:path';
import type { Picture } from '../../shared/image/picture.ts';
import { findArtifact, IN_PLACE_OF, type MatteNetwork } from '../../shared/inference/catalog.ts';
import type { Engine } from '../../shared/inference/engine.ts';
import { createNodeEngine, readCatalog } from '../../shared/node/node-engine.ts';
import { readOwn } from '../../shared/node/own-network.ts';
import { type Answer, plainOf, productOf } from '../evaluate/cut.ts';

/** What is measured: the product with a network, or a network alone. */
export interface Subject {
  readonly name: string;
  /** SHA-256 of the network's file. */
  readonly hash: string;
  answer(picture: Picture): Promise<Answer>;
  dispose(): Promise<void>;
}

/**
 * Opens what is measured.
 *
 * @param network one of the product's, or the file of one's own, with its card beside it.
 * @param models the folder of the product's networks.
 * @param alone the network alone, enlarged bilinearly, in place of the product.
 * @throws Error in words when there is no such network.
 */
export async function openSubject(
  network: MatteNetwork | { readonly file: string },
  models: string,
  alone: boolean,
): Promise<Subject> {
  const own = typeof network === 'string' ? undefined : await readOwn(network.file);
  const drawing = typeof network === 'string' ? network : IN_PLACE_OF;
  const engine = await createNodeEngine(models, { own });
  const hash = own?.card.sha256 ?? findArtifact(await readCatalog(models), drawing, 'fp32')?.sha256;
  const name = own ? basename(own.file, '.onnx') : drawing;
  return subjectOf(engine, { name: alone ? `${name}, alone` : name, network: drawing, hash: hash ?? '', alone });
}

/** The same of an engine that is open. */
export const subjectOf = (
  engine: Engine,
  { name, network, hash, alone }: { name: string; network: MatteNetwork; hash: string; alone: boolean },
): Subject => ({
  name,
  hash,
  answer: (picture) => (alone ? plainOf : productOf)(picture, engine, network),
  dispose: () => engine.dispose(),
});
