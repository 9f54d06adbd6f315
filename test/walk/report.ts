import { writeFile } from 'node:fs/promises';
import type { BrowserName } from '../browser/driver/extension-under-test.ts';
import type { Effort } from './hand.ts';

/** What each task took, by the browser it was done in. */
export type Efforts = ReadonlyMap<string, Partial<Record<BrowserName, Effort>>>;

const inWords = ({ clicks, keys, prompts }: Effort): string => `${clicks} | ${keys} | ${prompts}`;

/** Writes what a new user's tasks take as a page of the documentation. */
export async function writeReport(efforts: Efforts, file: URL): Promise<void> {
  const rows = [...efforts].map(([name, { chromium, firefox }]) => {
    if (!chromium || !firefox) throw new Error(`“${name}” was not done in both browsers.`);
    const [a, b] = [inWords(chromium), inWords(firefox)];
    const numbers = a === b ? a : [chromium, firefox].map(inWords).reduce(beside);
    return `| ${name} | ${numbers} |`;
  });
  const text = `# What things take

What a new user wants, and how many clicks, keys and questions of the browser it takes. \`npm run walk\` does each task in Chromium and in Firefox,
takes a picture of it (\`dist/walk/\`) and writes this page. A drag, a drop and a press that is held count as a click. The right button and the item of its
menu are two. Tasks in a page's toolbar and in the editor begin with a cutout that is there.

Where the browsers differ, the first number is Chromium's. Firefox lets an extension ask for a host only from a click in a page of the extension, so there
the question opens in a tab by itself, and the page goes on after the answer.

| task | clicks | keys | prompts |
|---|---|---|---|
${rows.join('\n')}
`;
  await writeFile(file, text);
}

/** Two rows of numbers as one: \`3 | 0 | 1\` and \`4 | 0 | 1\` are \`3, 4 | 0 | 1\`. */
function beside(a: string, b: string): string {
  const others = b.split(' | ');
  return a
    .split(' | ')
    .map((number, i) => (number === others[i] ? number : `${number}, ${others[i]}`))
    .join(' | ');
}
