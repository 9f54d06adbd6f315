import { link, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readArguments } from '../../../scripts/cutout/arguments.ts';
import { findInputs } from '../../../scripts/cutout/files/inputs.ts';
import { pathsOf, planFor } from '../../../scripts/cutout/plan.ts';
import { room } from './room.ts';

const planOf = async (...argv: string[]) => {
  const wishes = readArguments(argv)!;
  const inputs = await findInputs(wishes.photos, wishes.recursive);
  const plan = await planFor(wishes, inputs);
  return inputs.photos.flatMap((input) => pathsOf(plan, input)).map(({ path, encoding }) => [path, encoding.format]);
};

test('a result that leads to the photograph or to the background is declined; --force allows it', async () => {
  const folder = await room('her.jpg', 'beach.jpg');
  const [her, beach, soft, hard, back] = ['her.jpg', 'beach.jpg', 'soft.jpg', 'hard.jpg', 'back.jpg'].map((name) =>
    join(folder, name),
  );
  await symlink('her.jpg', soft);
  await link(her, hard);
  await link(beach, back);
  for (const path of [her, soft, hard]) {
    await expect(planOf(her, '-o', path)).rejects.toThrow('would overwrite the photograph; --force allows it.');
    await expect(planOf(her, '--matte', path)).rejects.toThrow('would overwrite the photograph');
    expect(await planOf(her, '-o', path, '--force')).toEqual([[path, 'jpeg']]);
  }
  for (const path of [beach, back]) {
    await expect(planOf(her, '--on', beach, '-o', path)).rejects.toThrow('would overwrite the background');
  }
  await expect(planOf(her, '-o', soft, '--matte', hard, '--force')).rejects.toThrow('both the cutout and the matte');
});

test('a result in a folder has another name than the one that is a file, or that it leads to', async () => {
  const folder = await room('her.jpg', 'her-2-matte.png');
  const [her, matte] = ['her.jpg', 'her-matte.png'].map((name) => join(folder, name));
  await symlink('her-2-matte.png', join(folder, 'card.png'));
  for (const [kind, of] of [
    ['matte', '-o'],
    ['cutout', '--matte'],
  ]) {
    const file = join(folder, `her-${kind}.png`);
    const other = kind === 'matte' ? '--matte' : '-o';
    expect((await planOf(her, of, file, other, folder)).map(([path]) => path).sort()).toEqual(
      [file, join(folder, `her-2-${kind}.png`)].sort(),
    );
  }
  await symlink('her-2-matte.png', matte);
  const [, [free]] = await planOf(her, '-o', join(folder, 'card.png'), '--matte', folder);
  expect(free).toBe(join(folder, 'her-3-matte.png'));
});

test('frames want a network that takes the matte before', async () => {
  const folder = await room('a.jpg');
  await expect(planOf(join(folder, 'a.jpg'), '--frames')).rejects.toThrow('--frames needs --model FILE.onnx');
});

test.for([
  [['-o', 'card.jpg'], [['card.jpg', 'jpeg']]],
  [['-o', 'card.JPEG'], [['card.JPEG', 'jpeg']]],
  [
    ['-o', 'card.webp', '--matte', 'm.png'],
    [
      ['card.webp', 'webp'],
      ['m.png', 'png'],
    ],
  ],
  [['-o', 'card'], [['card', 'png']]],
  [['-o', 'card.v2', '--format', 'webp'], [['card.v2', 'webp']]],
  [['-o', '-', '--format', 'jpeg'], [['-', 'jpeg']]],
  [
    ['-o', 'card.webp', '--matte', 'm.png', '--quality', '50'],
    [
      ['card.webp', 'webp'],
      ['m.png', 'png'],
    ],
  ],
  [['-o', 'card.png', '--quality', 'fine'], [['card.png', 'png']]],
  [['-o', 'out/', '--format', 'jpeg'], [['out/her-cutout.jpg', 'jpeg']]],
  [['--format', 'webp'], [['her-cutout.webp', 'webp']]],
] as const)('%j writes %j', async ([options, expected]) => {
  const folder = await room('her.jpg');
  expect(await planOf(join(folder, 'her.jpg'), ...options)).toEqual(expected);
});

test.for([
  [['-o', 'card.gif'], 'results are .png, .webp or .jpg'],
  [['-o', 'card.png', '--quality', '50'], '--quality 50 is for JPEG and WebP'],
  [['-o', 'out/', '--matte', 'm.png', '--quality', '50'], '--quality 50 is for JPEG and WebP'],
  [['--model', './nope.onnx'], '--model ./nope.onnx: There is no such file.'],
  [['-o', 'card.png', '--format', 'jpeg'], 'card.png is to be jpeg, but its ending says png.'],
] as const)('%j is declined', async ([options, sentence]) => {
  const folder = await room('her.jpg');
  await expect(planOf(join(folder, 'her.jpg'), ...options)).rejects.toThrow(sentence);
});

test('by default the standard input goes to the standard output, and two pictures never go there', async () => {
  expect(await planOf('-')).toEqual([['-', 'png']]);
  expect(await planOf('-', '-o', '/dev/stdout', '--format', 'webp')).toEqual([['-', 'webp']]);
  expect(await planOf('-', '-o', 'out/')).toEqual([['out/stdin-cutout.png', 'png']]);
  await expect(planOf('a.jpg', 'b.jpg', '-o', '-')).rejects.toThrow('The standard output holds one result');
});

test('results of a folder keep their places', async () => {
  const folder = await room('in/a.jpg', 'in/deep/a.jpg');
  expect(await planOf(join(folder, 'in'), '-r', '-o', 'out')).toEqual([
    ['out/a-cutout.png', 'png'],
    ['out/deep/a-cutout.png', 'png'],
  ]);
});
