import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { chmod, lstat, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { checkWritable, writeResult } from '../../../scripts/cutout/files/write.ts';
import { room } from './room.ts';

const BYTES = Buffer.from('a picture');
const run = promisify(execFile);
const fails = (code: string) => async (file: number | string) => {
  await writeFile(`/dev/fd/${file}`, 'half a').catch(() => {});
  throw Object.assign(new Error(code), { code });
};

test('a result takes the place of what was there, through links, with its mode; nothing else is left', async () => {
  const folder = await room('there.png');
  // One bit that the umask would take away, and none of another that it would leave.
  const umask = process.umask(0o022);
  onTestFinished(() => void process.umask(umask));
  await chmod(join(folder, 'there.png'), 0o620);
  await symlink('there.png', join(folder, 'link.png'));
  await symlink('new.png', join(folder, 'dangling.png'));
  for (const name of ['link.png', 'dangling.png', 'deep/er/x.png']) await writeResult(join(folder, name), BYTES);
  for (const name of ['there.png', 'new.png', 'deep/er/x.png']) {
    expect(await readFile(join(folder, name))).toEqual(BYTES);
  }
  expect((await lstat(join(folder, 'link.png'))).isSymbolicLink()).toBe(true);
  expect((await stat(join(folder, 'there.png'))).mode & 0o777).toBe(0o620);
  expect((await readdir(folder)).sort()).toEqual(['dangling.png', 'deep', 'link.png', 'new.png', 'there.png']);
});

test('a link is followed from the folder where it is, also when its path has links to folders', async () => {
  const folder = await room('d/target.png', 'd/inner/other.png', 'real/target.png', 'real/deep/x.png', 'real/deep/y/z');
  await symlink('../real/deep', join(folder, 'd/link'));
  await symlink('../target.png', join(folder, 'real/deep/out.png'));
  await symlink('../../real/deep/y', join(folder, 'd/inner/y'));
  await symlink('inner/y/../x.png', join(folder, 'd/back.png'));
  for (const name of ['d/link/out.png', 'd/back.png']) {
    await checkWritable(join(folder, name));
    await writeResult(join(folder, name), BYTES);
  }
  for (const name of ['real/target.png', 'real/deep/x.png']) expect(await readFile(join(folder, name))).toEqual(BYTES);
  expect(await readFile(join(folder, 'd/target.png'), 'utf8')).toBe('');
  expect((await readdir(join(folder, 'd/inner'))).sort()).toEqual(['other.png', 'y']);
});

test('processes of one number, in containers that share a folder, write beside each other', async () => {
  const folder = await room();
  const begun = async () => {
    vi.resetModules();
    return import('../../../scripts/cutout/files/write.ts');
  };
  const one = await begun();
  const other = await begun();
  await one.writeResult(join(folder, 'a.png'), BYTES, async (file) => {
    await other.writeResult(join(folder, 'b.png'), BYTES);
    await writeFile(`/dev/fd/${file}`, BYTES);
  });
  expect((await readdir(folder)).sort()).toEqual(['a.png', 'b.png']);
});

test('a pipe that a shell gives, by its number, is written to', async () => {
  const module = new URL('../../../scripts/cutout/files/write.ts', import.meta.url).href;
  const script = `
    const { checkWritable, writeResult } = await import(${JSON.stringify(module)});
    for (const path of ['/dev/stdout', '/dev/fd/3']) {
      await checkWritable(path);
      await writeResult(path, Buffer.from(path + ' '));
    }`;
  const line = '{ "$0" --import tsx --input-type=module -e "$1" 3>&1 >&4 | tr a-z A-Z; } 4>&1 | cat';
  const { stdout, stderr } = await run('sh', ['-c', line, process.execPath, script]);
  expect([stdout.split(' ').sort().join(' ').trim(), stderr]).toEqual(['/DEV/FD/3 /dev/stdout', '']);
});

test.for(['ENOSPC', 'EDQUOT', 'EFBIG'])(
  'a disk that is full (%s) leaves what was there, and nothing of the result',
  async (code) => {
    const folder = await room();
    await writeFile(join(folder, 'there.png'), 'as it was');
    for (const name of ['there.png', 'new.png']) {
      const path = join(folder, name);
      await expect(writeResult(path, BYTES, fails(code))).rejects.toMatchObject({
        code: 'disk-full',
        message: `There is no room left for ${path}; free some, or choose another folder.`,
      });
    }
    expect(await readdir(folder)).toEqual(['there.png']);
    expect(await readFile(join(folder, 'there.png'), 'utf8')).toBe('as it was');
  },
);

test.for([
  ['a file in the way', 'file/x.png', 'unwritable', /a part of its path is a file/],
  ['a file in the way, further up', 'file/a/b/x.png', 'unwritable', /a part of its path is a file/],
  ['a folder of this name', 'folder', 'unwritable', /a folder has this name/],
  ['a name of 256 bytes', `${'a'.repeat(252)}.png`, 'name-too-long', /longer than file systems allow/],
  [
    'a folder whose name has 256 bytes',
    `new/${'é'.repeat(128)}/x.png`,
    'name-too-long',
    /longer than file systems allow/,
  ],
] as const)('%s is found before any work', async ([, name, code, message]) => {
  const folder = await room('file', 'folder/inner');
  const declined = { code, message: expect.stringMatching(message) };
  await expect(checkWritable(join(folder, name))).rejects.toMatchObject(declined);
  await expect(writeResult(join(folder, name), BYTES)).rejects.toMatchObject(declined);
});

test('a full disk is found before any work', async () => {
  const folder = await room();
  const full = () => {
    throw Object.assign(new Error('full'), { code: 'ENOSPC' });
  };
  await expect(checkWritable(join(folder, 'new/x.png'), full)).rejects.toMatchObject({ code: 'disk-full' });
  expect(await readdir(folder)).toEqual([]);
});

/** The superuser may write anywhere: be somebody else for a moment. */
function beNoSuperuser(): void {
  if (process.getuid?.() !== 0) return;
  process.seteuid?.(65534);
  onTestFinished(() => process.seteuid?.(0));
}

test('a write-protected result stays, though its folder takes others; it is found before any work', async () => {
  const folder = await room();
  const path = join(folder, 'there.png');
  await writeFile(path, 'as it was');
  await chmod(path, 0o444);
  await chmod(folder, 0o777);
  beNoSuperuser();
  const declined = {
    code: 'unwritable',
    message: `${path} can’t be written: the file of this name is write-protected; choose another name or folder.`,
  };
  await expect(checkWritable(path)).rejects.toMatchObject(declined);
  await expect(writeResult(path, BYTES)).rejects.toMatchObject(declined);
  expect(await readFile(path, 'utf8')).toBe('as it was');
  await writeResult(join(folder, 'new.png'), BYTES);
  expect((await readdir(folder)).sort()).toEqual(['new.png', 'there.png']);
});

test('a folder that may not be written to is found before any work', async () => {
  const folder = await room();
  await chmod(folder, 0o555);
  beNoSuperuser();
  await expect(checkWritable(join(folder, 'new/x.png'))).rejects.toMatchObject({
    code: 'unwritable',
    message: expect.stringMatching(/you may not write in its folder; choose another one\.$/),
  });
});

test('what could be written leaves no trace of having been asked', async () => {
  const folder = await room('there.png');
  for (const name of ['there.png', 'new.png', 'deep/er/x.png', `${'a'.repeat(251)}.png`]) {
    // Also not to a signal that ends the command meanwhile.
    await checkWritable(join(folder, name), () => expect(readdirSync(folder)).toEqual(['there.png']));
  }
  expect(await readdir(folder)).toEqual(['there.png']);
});
