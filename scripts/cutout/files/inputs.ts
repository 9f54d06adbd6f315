import { readdir, stat } from 'node:fs/promises';
import { join, parse, resolve } from 'node:path';
import { byName, filesMatching, isPattern } from './glob.ts';

/** A photograph to cut out. */
export interface Input {
  /** As it was given or found; `-` is the standard input. */
  readonly path: string;
  /** The folders between the one that was given and this file, which its results keep; `''` for a file that was given. */
  readonly below: string;
}

/** The standard input as an input, and the standard output as a target. */
export const STANDARD = '-';

const READABLE = /\.(jpe?g|jpe|jfif|png|webp|gif|avif|svg)$/i;
/** Pictures that are declined by the name of their format: left out in silence, nobody would miss them in time. */
const DECLINED = /\.(hei[cf]|hif|tiff?|bmp|jxl|jp2|psd|dng|cr[23]|nef|arw|orf|rw2|raf)$/i;
const RESULTS = /-(cutout|matte)$/;

const isOwn = (name: string): boolean => !name.startsWith('.') && !RESULTS.test(parse(name).name);

/** True for what can be cut out: a picture by its ending, not hidden, and no result of this command. */
export const isReadable = (name: string): boolean => isOwn(name) && READABLE.test(name);

/** True for what a folder holds to be cut out, and for pictures of other formats, so that these are named. */
export const isPhotograph = (name: string): boolean => isReadable(name) || (isOwn(name) && DECLINED.test(name));

/** The photographs of a folder, in the order of their names; with all folders in it where `recursive`. */
export async function photographsIn(folder: string, recursive: boolean, below = ''): Promise<Input[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const inputs: Input[] = [];
  const folders: string[] = [];
  for (const entry of entries.sort((a, b) => byName(a.name, b.name))) {
    const path = join(folder, below, entry.name);
    if (entry.isDirectory()) {
      if (recursive && !entry.name.startsWith('.')) folders.push(join(below, entry.name));
    } else if (isPhotograph(entry.name) && (entry.isFile() || (await stat(path).catch(() => undefined))?.isFile())) {
      inputs.push({ path, below });
    }
  }
  for (const inner of folders) inputs.push(...(await photographsIn(folder, true, inner).catch(() => [])));
  return inputs;
}

/** What was found for the words of a command line. */
export interface Inputs {
  readonly photos: readonly Input[];
  /** True when folders were among them, so that results belong into a folder. */
  readonly folders: boolean;
  /** What was given and stands for no picture at all, with a sentence that says so. */
  readonly nothing: ReadonlyMap<string, string>;
}

/** Says of a folder without pictures where some may be; nothing is walked through for it. */
async function whyEmpty(folder: string, recursive: boolean): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return !recursive && entries.some((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    ? 'There is no picture in this folder itself; -r looks into its folders, too.'
    : 'There is no picture in this folder.';
}

/** The photographs that files, folders, patterns and `-` stand for; each file once. */
export async function findInputs(given: readonly string[], recursive: boolean): Promise<Inputs> {
  const photos = new Map<string, Input>();
  const nothing = new Map<string, string>();
  let folders = false;
  for (const word of given) {
    const found = word === STANDARD ? undefined : await stat(word).catch(() => undefined);
    let inputs: Input[] = [{ path: word, below: '' }];
    if (found?.isDirectory()) {
      folders = true;
      inputs = await photographsIn(word, recursive).catch(() => []);
    } else if (!found && word !== STANDARD && isPattern(word)) {
      inputs = (await filesMatching(word)).map((path) => ({ path, below: '' }));
    }
    if (inputs.length === 0) {
      const why = found?.isDirectory() ? whyEmpty(word, recursive) : 'There is no picture here; check the name.';
      nothing.set(word, await why);
    }
    for (const input of inputs) {
      const key = input.path === STANDARD ? STANDARD : resolve(input.path);
      if (!photos.has(key)) photos.set(key, input);
    }
  }
  return { photos: [...photos.values()], folders, nothing };
}
