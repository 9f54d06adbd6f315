import type { Layer } from './config.ts';
import type { Hdf5, Weights } from './hdf5.ts';

/** Where weights are kept: finds a layer's, by the names that Keras has for them or by their place in its list. */
export interface Kept {
  /** The same for the layers in a model in this one. */
  inside(layer: Layer): Kept;
  of(layer: Layer): (names: readonly string[], place: number) => Weights | undefined;
}

const segments = (path: string) => path.split('/').filter((part) => part !== '');
const bare = (variable: string) => variable.replace(/:\d+$/, '');

/** Weights in an `.h5` file: a group for each layer of the outermost model lists its weights by path. */
export function keptByName({ attributes, datasets }: Hdf5, root: string): Kept {
  const groups = new Map<string, { path: string[]; weights: Weights }[]>();
  const listOf = (group: string) => {
    const known = groups.get(group);
    if (known) return known;
    const at = root ? `${root}/${group}` : group;
    const own = attributes[at] ?? {};
    const listed = Object.keys(own)
      .filter((name) => /^weight_names\d*$/.test(name))
      .sort((a, b) => a.length - b.length || a.localeCompare(b))
      .flatMap((name) => own[name]);
    const list = listed.flatMap((name) => {
      const weights = datasets[`${at}/${name}`];
      return weights ? [{ path: segments(name), weights }] : [];
    });
    groups.set(group, list);
    return list;
  };
  const keptIn = (group: string | undefined): Kept => ({
    inside: (layer) => keptIn(group ?? layer.name),
    of: (layer) => {
      const list = listOf(group ?? layer.name);
      const own = list.filter(({ path }) => path.at(-2) === layer.name);
      const [among, byPlace] = own.length > 0 || group !== undefined ? [own, own] : [list, list];
      return (names, place) =>
        (among.find(({ path }) => names.includes(bare(path.at(-1) as string))) ?? byPlace[place])?.weights;
    },
  });
  return keptIn(undefined);
}

const snakeCase = (name: string) =>
  name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();

/** The names under which Keras 3 lists the layers of one model: their classes, counted. */
function placesOf(layers: readonly Layer[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  return new Map(
    layers.map(({ name, kind }) => {
      const own = snakeCase(kind);
      const count = counts.get(own) ?? 0;
      counts.set(own, count + 1);
      return [name, count ? `${own}_${count}` : own];
    }),
  );
}

/** Weights in a `.keras` file: groups are named for classes, and weights are counted. */
export function keptByPlace({ attributes, datasets }: Hdf5, layers: readonly Layer[], root = ''): Kept {
  const places = placesOf(layers);
  const container = ['layers', '_layer_checkpoint_dependencies', '_layers'].find(
    (name) => `${root}${name}` in attributes,
  );
  const at = (layer: Layer) => `${root}${container ?? 'layers'}/${places.get(layer.name)}/`;
  return {
    inside: (layer) => keptByPlace({ attributes, datasets }, layer.inside?.layers ?? [], at(layer)),
    of: (layer) => (_, place) => datasets[`${at(layer)}vars/${place}`],
  };
}
