import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Spaces around these mean nothing in WGSL; without those around a single `&` another operator could arise. */
const SPACES = /\s*([<>!]=|&&|\|\||[=,(){};:+*%<>])\s*/g;
/** Nor around these, but that `--`, `//` and `/*` mean something else. */
const MINUS = /(?<!-)\s*-\s*(?![-\s])/g;
const OVER = /\s*\/\s*(?![/*\s])/g;
/** WGSL needs no zero before a decimal point. */
const ZEROS = /(?<![\w.])0\.(?=\d)/g;
const COMMENTS = /\/\*[\s\S]*?\*\/|\/\/.*/g;
/** A function, to the brace at the end of its only line or at the beginning of its last one. */
const FUNCTIONS = /^fn .*(?:\{(?:\n(?!\}).*)*\n)?\}$/gm;
/** What a function declares: its parameters have a type. */
const LOCALS = /\b(?:let|var|const)\s+(\w+)|([a-zA-Z_]\w*)\s*:/g;
/** All names but those of fields. */
const NAMES = /(?<![\w.])[a-zA-Z_]\w*/g;

/** A shader without comments and needless spaces, with short names of what its functions declare. */
export const smallShader = (wgsl: string): string =>
  wgsl
    .replace(COMMENTS, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(FUNCTIONS, shortNames)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(SPACES, '$1')
    .replace(MINUS, '-')
    .replace(OVER, '/')
    .replace(ZEROS, '.')
    .trim();

/** A function in which parameters and local values have names of one letter, in alphabetical order, that mean nothing else there. */
function shortNames(text: string): string {
  const declared = new Set([...text.matchAll(LOCALS)].map(([, value, parameter]) => value ?? parameter));
  const taken = new Set(text.match(NAMES)?.filter((name) => !declared.has(name)));
  const free = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter((letter) => !taken.has(letter));
  const short = new Map([...declared].map((name, i) => [name, free[i] ?? name]));
  return text.replace(NAMES, (name) => short.get(name) ?? name);
}

/** Loads shaders as small texts. */
export const smallShaders: Plugin = {
  name: 'small-shaders',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.wgsl$/ }, async ({ path }) => ({
      contents: smallShader(await readFile(path, 'utf8')),
      loader: 'text',
    })),
};
