import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';

/** The top-level folders whose dependencies are checked. */
const CHECKED_FOLDERS = ['shared', 'extension', 'worker', 'models'];
/** Here only the number of modules in a folder is checked, and whether a README explains it. */
const LOOSE_FOLDERS = ['scripts', 'test'];
/** Each file here is a command, so their number is not limited. */
const COMMANDS = 'scripts';
/** The layers of `shared/`, lowest first: a folder imports only from itself and those before it. */
const LAYERS = [
  'sniff',
  'image',
  'matting',
  'select',
  'inference',
  'person',
  'pipeline',
  'contracts',
  'node',
  'web',
  'library',
];
/** Folders that import nothing from the folder around them. */
const APART = ['extension/page/overlay'];
const MOST_MODULES = 12;

/** Modules by path, with the paths of the modules that each imports. */
export type Modules = ReadonlyMap<string, readonly string[]>;

/** What is wrong with the way folders and modules depend on each other, one sentence each. */
export const faultsOf = (modules: Modules): string[] => [
  ...crowded(modules),
  ...upward(modules),
  ...leaving(modules),
  ...circles(modules).map((circle) => `These modules import each other in a circle: ${circle.join(', ')}.`),
  ...foldersInCircles(modules),
];

/** Folders without a README, one sentence each. */
export const unexplained = (root: string, modules: Modules): string[] =>
  [...new Set([...modules.keys()].map(dirname))]
    .filter((folder) => !existsSync(join(root, folder, 'README.md')))
    .map((folder) => `${folder}/ has no README.md that says what lives there.`);

/**
 * Folders of `scripts/` and `test/` that no text explains, one sentence each. They have no README.md, the README.md of the folder
 * above does not name them, and they mirror no folder.
 */
export const unexplainedBeside = (root: string, modules: Modules = readModules(root, LOOSE_FOLDERS)): string[] =>
  [...new Set([...modules.keys()].map(dirname))]
    .filter((folder) => !existsSync(join(root, folder, 'README.md')) && !isNamedAbove(root, folder))
    .filter((folder) => !folder.startsWith('test/') || !existsSync(join(root, folder.slice('test/'.length))))
    .map((folder) => `${folder}/ has no README.md, and ${dirname(folder)}/README.md does not name it.`);

function isNamedAbove(root: string, folder: string): boolean {
  const above = join(root, dirname(folder), 'README.md');
  return existsSync(above) && readFileSync(above, 'utf8').includes(`\`${basename(folder)}/\``);
}

/** Folders of `scripts/` and `test/` with too many modules, one sentence each. Tests are counted apart from other modules. */
export function crowdedBeside(root: string): string[] {
  const paths = [...readModules(root, LOOSE_FOLDERS)].filter(([path]) => dirname(path) !== COMMANDS);
  const isTest = ([path]: readonly [string, unknown]) => path.endsWith('.test.ts');
  return [paths.filter(isTest), paths.filter((each) => !isTest(each))].flatMap((each) => crowded(new Map(each)));
}

/** Reads the modules of the top-level folders `tops` of `root`. */
export function readModules(root: string, tops: readonly string[] = CHECKED_FOLDERS): Modules {
  const modules = new Map<string, string[]>();
  for (const top of tops) {
    for (const name of readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })) {
      const path = `${top}/${name.replaceAll('\\', '/')}`;
      if (!path.endsWith('.ts') || path.endsWith('.d.ts') || /\/(dist|cache|node_modules)\//.test(path)) continue;
      const text = readFileSync(join(root, path), 'utf8');
      const imports = [...text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']*\.ts)'/g)];
      modules.set(
        path,
        imports.map(([, to]) => normalize(join(dirname(path), to)).replaceAll('\\', '/')),
      );
    }
  }
  return modules;
}

function crowded(modules: Modules): string[] {
  const counts = new Map<string, number>();
  for (const path of modules.keys()) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > MOST_MODULES)
    .map(([folder, count]) => `${folder}/ has ${count} modules; ${MOST_MODULES} are the most a folder may have.`);
}

function upward(modules: Modules): string[] {
  const layerOf = (path: string) => LAYERS.indexOf(path.split('/')[1]);
  return edges(modules)
    .filter(([from, to]) => from.startsWith('shared/') && to.startsWith('shared/') && layerOf(from) < layerOf(to))
    .map(([from, to]) => `${from} imports ${to}, which is above it.`);
}

const leaving = (modules: Modules): string[] =>
  APART.flatMap((folder) =>
    edges(modules)
      .filter(([from, to]) => from.startsWith(`${folder}/`) && !to.startsWith(`${folder}/`))
      .filter(([, to]) => to.startsWith(`${dirname(folder)}/`))
      .map(([from, to]) => `${from} imports ${to}, but ${folder}/ imports nothing of what lies around it.`),
  );

/** Sibling folders must not import each other, directly or through others. */
function foldersInCircles(modules: Modules): string[] {
  const between = new Map<string, Map<string, string[]>>();
  for (const [from, to] of edges(modules)) {
    const [a, b] = [from.split('/').slice(0, -1), to.split('/').slice(0, -1)];
    const apart = a.findIndex((name, i) => name !== b[i]);
    if (apart < 0 || b[apart] === undefined) continue;
    const parent = a.slice(0, apart).join('/');
    const folders = between.get(parent) ?? new Map<string, string[]>();
    between.set(parent, folders);
    folders.set(a[apart], [...(folders.get(a[apart]) ?? []), b[apart]]);
  }
  return [...between].flatMap(([parent, folders]) =>
    circles(folders).map((circle) => `Folders of ${parent || '.'}/ need each other: ${circle.join(', ')}.`),
  );
}

const edges = (modules: Modules): [string, string][] =>
  [...modules].flatMap(([from, imports]) => imports.map((to): [string, string] => [from, to]));

/** The strongly connected components of more than one node (Tarjan 1972). */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): number => {
    order.set(node, order.size);
    let low = order.size - 1;
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (open.includes(next)) low = Math.min(low, order.get(next) ?? low);
    }
    if (low === order.get(node)) {
      const group = open.splice(open.indexOf(node));
      if (group.length > 1) found.push(group.sort());
    }
    return low;
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return found;
}
