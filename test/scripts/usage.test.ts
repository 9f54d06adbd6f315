import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { LIMIT, runCommand } from './command.ts';

vi.setConfig({ testTimeout: LIMIT });

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const COMMANDS = Object.values(scripts).map((line) => line.replace('node scripts/run.mjs ', ''));
/** These hand what they don't know to vitest. */
const PASSES_ON = ['test', 'test-unit'];

test('every command is a file of scripts/', () => {
  const files = readdirSync('scripts');
  for (const command of COMMANDS) expect(files).toContain(`${command}.ts`);
});

describe.each(COMMANDS)('%s', (command) => {
  test('tells how it is used with --help, and does nothing else', async () => {
    const { status, out } = await runCommand(command, ['--help']);
    expect(out).toContain('npm ');
    expect(out).not.toContain('built dist/');
    expect(status).toBe(0);
  });
});

describe.each(COMMANDS.filter((command) => !PASSES_ON.includes(command)))('%s', (command) => {
  test('names an option that it does not know, and how it is used', async () => {
    const { status, err } = await runCommand(command, ['--no-such-thing']);
    // Within the last lines: what stands above has left a small window.
    expect(err.trim().split('\n').slice(-3).join('\n')).toContain('no-such-thing');
    expect(err).toContain('npm ');
    expect(err).not.toMatch(/^\s+at /m);
    expect(status).toBe(2);
  });
});
