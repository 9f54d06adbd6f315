import { expect, it } from 'vitest';
import {
  crowdedBeside,
  faultsOf,
  readModules,
  unexplained,
  unexplainedBeside,
} from '../../../scripts/common/dependencies.ts';

const faults = (imports: Record<string, readonly string[]>) => faultsOf(new Map(Object.entries(imports)));

it('the repository’s own folders depend on each other one way', () => {
  expect(faultsOf(readModules('.'))).toEqual([]);
});

it('no folder of tests or scripts holds too much', () => {
  expect(crowdedBeside('.')).toEqual([]);
});

it('every folder of the repository says what lives in it', () => {
  expect(unexplained('.', readModules('.'))).toEqual([]);
  expect(unexplained('.', new Map([['shared/nowhere/a.ts', []]]))).toEqual([
    'shared/nowhere/ has no README.md that says what lives there.',
  ]);
});

it('a folder of tests or scripts is explained by a README.md, by the one above it, or by the folder that it mirrors', () => {
  expect(unexplainedBeside('.')).toEqual([]);
  const unknown = new Map(
    ['test/shared/image/a.ts', 'test/browser/page/a.ts', 'test/nowhere/a.ts'].map((path) => [path, []]),
  );
  expect(unexplainedBeside('.', unknown)).toEqual([
    'test/nowhere/ has no README.md, and test/README.md does not name it.',
  ]);
});

it('the modules of every top-level folder are read with their imports', () => {
  const modules = readModules('.');
  expect(modules.size).toBeGreaterThan(300);
  expect(modules.get('shared/image/resize.ts')).toContain('shared/image/picture.ts');
});

it('a module that imports of a higher folder is found', () => {
  expect(faults({ 'shared/image/a.ts': ['shared/person/b.ts'], 'shared/person/b.ts': [] })).toEqual([
    'shared/image/a.ts imports shared/person/b.ts, which is above it.',
  ]);
});

it('an import cycle is found, however long', () => {
  const [fault] = faults({
    'worker/a.ts': ['worker/b.ts'],
    'worker/b.ts': ['worker/c.ts'],
    'worker/c.ts': ['worker/a.ts'],
  });
  expect(fault).toBe('These modules import each other in a circle: worker/a.ts, worker/b.ts, worker/c.ts.');
});

it('folders that need each other by different modules are found', () => {
  const imports = { 'worker/x/a.ts': ['worker/y/b.ts'], 'worker/y/b.ts': [], 'worker/y/z/c.ts': ['worker/x/d.ts'] };
  expect(faults(imports)).toEqual(['Folders of worker/ need each other: x, y.']);
});

it('a folder and the one it lies in may import each other’s modules', () => {
  const imports = { 'worker/index.ts': ['worker/routes/a.ts'], 'worker/routes/a.ts': ['worker/log.ts'] };
  expect(faults(imports)).toEqual([]);
});

it('an overlay that imports what lies around it is found', () => {
  const imports = { 'extension/page/overlay/cards/a.ts': ['extension/page/find/b.ts', 'extension/common/c.ts'] };
  expect(faults(imports)).toEqual([
    'extension/page/overlay/cards/a.ts imports extension/page/find/b.ts, but extension/page/overlay/ imports nothing of what lies around it.',
  ]);
});

it('a folder of more than twelve modules is found', () => {
  const many = Object.fromEntries(Array.from({ length: 13 }, (_, i) => [`models/${i}.ts`, []]));
  expect(faults(many)).toEqual(['models/ has 13 modules; 12 are the most a folder may have.']);
});
