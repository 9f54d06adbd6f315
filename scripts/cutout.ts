import { existsSync, statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, parse, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildModels, DIST } from '../models/main.ts';
import { CutoutError, reportOf } from '../shared/errors.ts';
import { composeOnColour, composeOnPicture, cover } from '../shared/image/compose.ts';
import { parseColour } from '../shared/image/parse-colour.ts';
import type { Colour, Picture } from '../shared/image/picture.ts';
import { isMatteNetwork, MATTE_NETWORKS, type MatteNetwork } from '../shared/inference/catalog.ts';
import type { Engine } from '../shared/inference/engine.ts';
import { decode } from '../shared/node/decode.ts';
import { encodeMatte, encodePicture } from '../shared/node/encode.ts';
import { createNodeEngine } from '../shared/node/engine.ts';
import { cutOut, type Found, type NotFound } from '../shared/pipeline/cutout.ts';
import { finish } from '../shared/steps.ts';

const USAGE = `Cuts the people out of photographs.

  npm run cutout -- PHOTO… [-o OUT.png or DIR/] [--matte FILE or DIR/] [--on COLOUR or PICTURE]
                    [--model portrait-s, portrait or lite] [--json]

  -o, --output    the RGBA cutout, at the photograph's own size (unless told: <name>-cutout.png beside you)
  --matte         the 8-bit grey matte; alone, without -o, no cutout is written
  --on            lay the cutout on a colour (#rrggbb, #rgb or a name) or on a picture (scaled to cover)
  --model         portrait (unless told) or lite: faster, coarser
  --json          one JSON line a picture

Exit status: 0 all done, 1 some picture failed (the others are written), 2 usage.`;

class UsageError extends Error {}

/** Where a kind of result goes: a file for one photograph, or a folder. */
type Target = { readonly file: string } | { readonly folder: string };

interface Plan {
  readonly photos: readonly string[];
  readonly cutout: Target | undefined;
  readonly matte: Target | undefined;
  readonly on: Colour | Picture | undefined;
  readonly model: MatteNetwork;
  readonly json: boolean;
}

function targetOf(path: string, photos: readonly string[]): Target {
  const isFolder = /[/\\]$/.test(path) || (existsSync(path) && statSync(path).isDirectory());
  if (isFolder) return { folder: path };
  if (photos.length > 1)
    throw new UsageError(`${path} is one file for ${photos.length} photographs; give a folder: ${path}/`);
  if (photos.some((photo) => resolve(photo) === resolve(path)))
    throw new UsageError(`${path} would overwrite the photograph.`);
  return { file: path };
}

async function planOf(argv: string[]): Promise<Plan> {
  const { values, positionals: photos } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      output: { type: 'string', short: 'o' },
      matte: { type: 'string' },
      on: { type: 'string' },
      model: { type: 'string', default: 'portrait-s' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  if (photos.length === 0) throw new UsageError('Which photographs?');
  if (!isMatteNetwork(values.model)) {
    throw new UsageError(`There is no model “${values.model}”: choose ${MATTE_NETWORKS.join(', ')}.`);
  }
  const output = values.output ?? (values.matte === undefined ? '.' : undefined);
  const cutout = output === undefined ? undefined : targetOf(output, photos);
  const matte = values.matte === undefined ? undefined : targetOf(values.matte, photos);
  if (cutout && matte && 'file' in cutout && 'file' in matte && resolve(cutout.file) === resolve(matte.file)) {
    throw new UsageError(`${cutout.file} can't be both the cutout and the matte.`);
  }
  return {
    photos,
    cutout,
    matte,
    on: values.on === undefined ? undefined : await backgroundOf(values.on),
    model: values.model,
    json: values.json,
  };
}

async function backgroundOf(text: string): Promise<Colour | Picture> {
  const colour = parseColour(text);
  if (colour) return colour;
  if (!existsSync(text))
    throw new UsageError(`--on ${text}: neither a colour (#rrggbb, white, …) nor a picture that exists.`);
  try {
    return await decode(await readFile(text));
  } catch (thrown) {
    throw new UsageError(`--on ${text}: ${reportOf(thrown).message}`);
  }
}

/** Gives each photograph its own names; same names from different folders are numbered, no photograph is overwritten. */
function namer(photos: readonly string[]): (target: Target, photo: string, kind: 'cutout' | 'matte') => string {
  const taken = new Set(photos.map((photo) => resolve(photo)));
  return (target, photo, kind) => {
    if ('file' in target) return target.file;
    for (let n = 1; ; n++) {
      const path = join(target.folder, `${parse(photo).name}${n > 1 ? `-${n}` : ''}-${kind}.png`);
      if (taken.has(resolve(path))) continue;
      taken.add(resolve(path));
      return path;
    }
  };
}

function layOn(cutout: Picture, on: Colour | Picture): Picture {
  if (!('data' in on)) return composeOnColour(cutout, on);
  return composeOnPicture(cutout, finish(cover(on, cutout.width, cutout.height)));
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

interface Outcome {
  readonly picture: Picture;
  readonly result: Found | NotFound;
  readonly milliseconds: Record<string, number>;
  readonly written: readonly string[];
}

async function cutOne(photo: string, plan: Plan, engine: Engine, name: ReturnType<typeof namer>): Promise<Outcome> {
  const started = performance.now();
  const bytes = await readFile(photo).catch((cause) => {
    throw new CutoutError('unreachable', `The file can't be read (${(cause as Error).message}); check its name.`, {
      cause,
      facts: [photo],
    });
  });
  const picture = await decode(bytes);
  const decoded = performance.now();
  const result = await cutOut(picture, engine, { network: plan.model });
  const written: string[] = [];
  const composing = performance.now();
  const cutout = result.person && plan.cutout && plan.on ? layOn(result.cutout, plan.on) : undefined;
  const encoding = performance.now();
  if (result.person) {
    if (plan.cutout) {
      const path = name(plan.cutout, photo, 'cutout');
      await write(path, await encodePicture(cutout ?? result.cutout));
      written.push(path);
    }
    if (plan.matte) {
      const path = name(plan.matte, photo, 'matte');
      await write(path, await encodeMatte(result.matte));
      written.push(path);
    }
  }
  const encode = Math.round(performance.now() - encoding);
  const milliseconds = {
    decode: Math.round(decoded - started),
    ...result.milliseconds,
    ...(cutout && { compose: Math.round(encoding - composing) }),
    encode,
  };
  return { picture, result, milliseconds, written };
}

/** Tells the outcome of one photograph; true when it was cut out. */
async function report(photo: string, plan: Plan, engine: Engine, name: ReturnType<typeof namer>): Promise<boolean> {
  const base = { input: photo, width: null, height: null, model: plan.model, backend: null };
  try {
    const { picture, result, milliseconds, written } = await cutOne(photo, plan, engine, name);
    const { width, height } = picture;
    const { network: model, backend, person } = result;
    const sentence = 'No person was found in this picture, so nothing was written.';
    if (plan.json) {
      console.log(JSON.stringify({ ...base, width, height, model, backend, person, ms: milliseconds, written }));
    } else if (person) {
      const total = Object.values(milliseconds).reduce((sum, ms) => sum + ms, 0);
      console.log(`${photo}: ${width} × ${height}, ${total} ms → ${written.join(', ')}`);
    } else console.error(`${photo}: ${sentence}`);
    return person;
  } catch (thrown) {
    const { code, message } = reportOf(thrown);
    if (plan.json)
      console.log(JSON.stringify({ ...base, person: null, ms: {}, written: [], error: { code, message } }));
    else console.error(`${photo}: ${message}`);
    return false;
  }
}

async function main(argv: string[]): Promise<number> {
  let plan: Plan;
  try {
    plan = await planOf(argv);
  } catch (thrown) {
    console.error(`${thrown instanceof Error ? thrown.message : thrown}\n\n${USAGE}`);
    return 2;
  }
  await buildModels({ log: (line) => line.endsWith('up to date') || console.error(line) });
  const engine = await createNodeEngine(DIST);
  const name = namer(plan.photos);
  let failed = 0;
  for (const photo of plan.photos) {
    if (!(await report(photo, plan, engine, name))) failed++;
  }
  await engine.dispose();
  return failed > 0 ? 1 : 0;
}

process.exit(await main(process.argv.slice(2)));
