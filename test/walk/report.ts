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
  const text = `# How many clicks each task takes

The table has the tasks of a new user, with the clicks, keys and permission prompts that each takes. \`npm run walk\` does each task in Chromium and in Firefox,
takes a screenshot of it (\`dist/walk/\`) and writes this page.

- A drag, a drop and a long press count as one click. A right-click and the choice of a menu item count as two.
- Tasks in a page's toolbar and in the editor begin when the cutout is shown.
- If the browsers differ, the first number is Chromium's. Firefox allows an extension to request access to a host only after a click in a page of the extension. So
  in Firefox the request opens in a tab of its own, and the task continues after the answer.

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
