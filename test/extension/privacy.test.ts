import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFile(join(ROOT, path), 'utf8');

const sources = async (folder: string, ending: string): Promise<string[]> => {
  const names = await readdir(join(ROOT, folder), { recursive: true });
  return names.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
};

/** Where a browser's code reaches beyond itself, and what is there. */
const REACHES: Readonly<Record<string, string>> = {
  'extension/common/requests/fetch-picture.ts':
    'the picture that was pointed at, and whether its host leads on to another',
  'extension/common/storage/language.ts': 'words of the package',
  'extension/background/requests/screenshot.ts': 'the data: address of a screenshot',
  'extension/options/server.ts': 'the server that was entered',
  'shared/web/post.ts': 'a small copy, to that server, after a yes',
  'shared/web/web-engine.ts': 'networks of the package',
};

describe('the privacy policy', () => {
  test('has each of its sentences checked by a test that names its number', async () => {
    const policy = await read('docs/store/privacy.md');
    const numbers = [...policy.matchAll(/^(\d+)\. \S/gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    // Beside the numbered ones: the title, headings, and the first line, which says what the numbers are.
    const others = policy.split('\n').filter((line) => !/^(\d+\. | {3,}\S|\*\*[^*]+\*\*$|# |$)/.test(line));
    expect(others).toHaveLength(1);
    const tests = await Promise.all((await sources('test', '.test.ts')).map(read));
    const named = tests
      .flatMap((text) => [...text.matchAll(/\(privacy ([\d, ]+)\)/g)])
      .flatMap(([, list]) => list.split(',').map(Number));
    expect([...new Set(named)].sort((a, b) => a - b)).toEqual(numbers);
  });

  test('knows every place from which something could be sent (privacy 2)', async () => {
    const files = [...(await sources('extension', '.ts')), ...(await sources('shared', '.ts'))];
    const reaching: string[] = [];
    for (const file of files.filter(
      (name) => !/^shared\/(node|library|.*\.test)|^extension\/(build|manifest)\.ts/.test(name),
    )) {
      const code = (await read(file)).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
      if (/(?<![.\w])fetch\(|XMLHttpRequest|WebSocket|WebTransport|EventSource|sendBeacon|RTCPeer/.test(code))
        reaching.push(file);
    }
    expect(reaching.sort()).toEqual(Object.keys(REACHES).sort());
  });

  test('is right that a server keeps no picture: no line of it but those of batches, which the extension doesn’t ask for, writes to a store (privacy 17)', async () => {
    // The site's own scripts run in the browser of whoever visits it.
    const others = /^worker\/(build(-codecs)?\.ts$|bindings\.ts$|site\/|batches\/|routes\/batches\/)/;
    const ofServer = (name: string) => !others.test(name);
    for (const file of await sources('extension', '.ts')) expect(await read(file), file).not.toContain('v1/batches');
    for (const file of (await sources('worker', '.ts')).filter(ofServer))
      expect(await read(file), file).not.toMatch(/\bcaches\b|\.put\(|KVNamespace|D1Database|DurableObject|writeFile/);
  });

  test('has its changes in the CHANGELOG (privacy 24)', async () => {
    expect(await read('CHANGELOG.md')).toMatch(/privacy policy/i);
  });
});
