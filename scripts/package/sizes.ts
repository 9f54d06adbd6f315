import { deflateRawSync } from 'node:zlib';
import type { Files } from './zip.ts';

const KIB = 1024;

/** The parts of a packed extension, and the most each may weigh in its zip (KiB); a file belongs to the first that takes it. */
export const PARTS = [
  { part: 'runtime', takes: /^ort\//, budget: { chrome: 4_600, firefox: 7_200 } },
  { part: 'networks', takes: /^models\//, budget: { chrome: 16_200, firefox: 16_200 } },
  { part: 'words', takes: /^_locales\//, budget: { chrome: 120, firefox: 120 } },
  { part: 'icons', takes: /^icons\//, budget: { chrome: 16, firefox: 16 } },
  { part: 'sample', takes: /^welcome\/portrait\.webp$/, budget: { chrome: 104, firefox: 104 } },
  { part: 'scripts', takes: /\.js$/, budget: { chrome: 432, firefox: 432 } },
  { part: 'pages', takes: /\.(html|css|json)$/, budget: { chrome: 40, firefox: 40 } },
] as const;

export interface Size {
  readonly part: string;
  readonly files: number;
  /** Bytes unpacked, and in the zip. */
  readonly plain: number;
  readonly packed: number;
  /** Bytes in the zip. */
  readonly budget: number;
}

/**
 * What each part weighs.
 *
 * @throws Error that names a file which no part takes: nothing is shipped unnamed.
 */
export function sizesOf(files: Files, target: 'chrome' | 'firefox'): Size[] {
  const sums = new Map(
    PARTS.map(({ part, budget }) => [part as string, { files: 0, plain: 0, packed: 0, budget: budget[target] * KIB }]),
  );
  for (const [name, bytes] of Object.entries(files)) {
    const sum = sums.get(PARTS.find(({ takes }) => takes.test(name))?.part ?? '');
    if (!sum) throw new Error(`${name} belongs to no part of the size budget; name one in scripts/package/sizes.ts.`);
    sum.files += 1;
    sum.plain += bytes.length;
    sum.packed += deflateRawSync(bytes, { level: 9 }).length;
  }
  return [...sums].map(([part, sum]) => ({ part, ...sum }));
}

/** The sizes as a table of lines, and the parts that are over their budget. */
export function report(sizes: readonly Size[]): { lines: string[]; over: string[] } {
  const kib = (bytes: number) => (bytes / KIB).toFixed(0).padStart(8);
  return {
    lines: [
      `  ${'part'.padEnd(10)}   files unpacked   packed   budget  (KiB)`,
      ...sizes.map(
        ({ part, files, plain, packed, budget }) =>
          `  ${part.padEnd(10)}${String(files).padStart(8)} ${kib(plain)} ${kib(packed)} ${kib(budget)}${packed > budget ? '  OVER' : ''}`,
      ),
    ],
    over: sizes.filter(({ packed, budget }) => packed > budget).map(({ part }) => part),
  };
}
