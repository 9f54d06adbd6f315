import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildAll, DIST, ROOT } from './build.ts';
import { readOptions } from './common/options.ts';
import { filesIn, sourceFiles } from './package/files.ts';
import { report, sizesOf } from './package/sizes.ts';
import { type Files, reproducibleZip } from './package/zip.ts';

/** Writes one zip into dist/packages and says what it is. */
async function pack(name: string, files: Files): Promise<void> {
  const zip = reproducibleZip(files);
  await writeFile(join(DIST, 'packages', name), zip);
  const hash = createHash('sha256').update(zip).digest('hex');
  console.log(`dist/packages/${name}  ${(zip.length / 2 ** 20).toFixed(1)} MiB  sha256 ${hash}`);
}

readOptions(
  {},
  `Builds everything and writes reproducible packages for both stores and their reviewers into dist/packages.

  npm run package

Exit status: 0 all done, 1 a part is over its size budget, 2 usage.`,
);
await buildAll(console.log);
const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
await mkdir(join(DIST, 'packages'), { recursive: true });
const tooLarge: string[] = [];
for (const target of ['chrome', 'firefox'] as const) {
  const files = await filesIn(join(DIST, target));
  await pack(`matteo-${version}-${target}.zip`, files);
  const { lines, over } = report(sizesOf(files, target));
  console.log(lines.join('\n'));
  tooLarge.push(...over.map((part) => `${target}’s ${part}`));
}
await pack(`matteo-${version}-source.zip`, await sourceFiles(ROOT));
if (tooLarge.length > 0) {
  console.error(`Over the size budget: ${tooLarge.join(', ')}. Make them smaller, or raise the budget with a reason.`);
  process.exitCode = 1;
}
