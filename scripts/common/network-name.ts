import { isMatteNetwork, MATTE_NETWORKS, type MatteNetwork } from '../../shared/inference/catalog.ts';

/** What networks were called in the version before. */
const FORMER: Readonly<Record<string, MatteNetwork>> = { portrait: 'modnet' };

/**
 * The network that a `--model` names; a former name still counts, and says so.
 *
 * @throws Error with the names to choose from.
 */
export function networkNamed(name: string): MatteNetwork {
  if (isMatteNetwork(name)) return name;
  const now = FORMER[name];
  if (!now) throw new Error(`There is no model “${name}”: choose ${MATTE_NETWORKS.join(', ')}.`);
  console.error(`The model “${name}” is called ${now} now; the next version knows that name only.`);
  return now;
}
