import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readArguments } from '../../../scripts/cutout/arguments.ts';
import { findInputs } from '../../../scripts/cutout/files/inputs.ts';
import { planFor } from '../../../scripts/cutout/plan.ts';
import { cutAndTell } from '../../../scripts/cutout/run.ts';
import { work } from '../../../scripts/cutout/work.ts';
import { drawnEngine, type Shape } from '../../fixtures/engine/engine.ts';
import { room } from './room.ts';

const nothing: Shape = () => -1;
/** Engines by what is found with them. */
const SEES = {
  yes: () => drawnEngine(),
  unsure: () => drawnEngine({ lite: nothing }),
  no: () => drawnEngine({ lite: nothing, 'portrait-s': nothing }),
  bald: () => drawnEngine({ parts: nothing }),
};

const photo = sharp({ create: { width: 60, height: 80, channels: 3, background: '#888' } })
  .png()
  .toBuffer();

/** Cuts out one photograph with networks that leave this much doubt: what is written, told, and whether all went well. */
async function cut(person: keyof typeof SEES, ...options: string[]) {
  const folder = await room();
  const her = join(folder, 'her.png');
  await writeFile(her, await photo);
  const told = { out: '', err: '' };
  for (const [name, to] of [
    ['log', 'out'],
    ['error', 'err'],
  ] as const) {
    const spy = vi.spyOn(console, name).mockImplementation((text) => {
      told[to] += text.replaceAll(`${folder}/`, '');
    });
    onTestFinished(() => spy.mockRestore());
  }
  const wishes = readArguments([her, '-o', `${folder}/`, '--matte', `${folder}/`, ...options])!;
  const inputs = await findInputs(wishes.photos, wishes.recursive);
  const plan = await planFor(wishes, inputs);
  const { model: network, outlines: quality, part, skipUnsure } = wishes;
  const setting = { network, quality, part, on: plan.on, skipUnsure };
  const engine = Promise.resolve(SEES[person]());
  const pool = { run: (job: Parameters<typeof work>[0]) => work(job, setting, engine), close: async () => {} };
  const isWell = await cutAndTell(inputs.photos[0], plan, pool);
  return { ...told, isWell, files: readdirSync(folder).sort() };
}

const WRITTEN = ['her-cutout.png', 'her-matte.png', 'her.png'];

test('what may be no person is cut out as wished, and the doubt is told', async () => {
  const { out, err, isWell, files } = await cut('unsure');
  expect([err, isWell, files]).toEqual(['', true, WRITTEN]);
  expect(out).toMatch(/^her\.png: 60 × 80, \d+ ms → her-cutout\.png, her-matte\.png \(not sure this is a person\)$/);
});

test('--skip-unsure writes nothing of it and says why; that is no failure', async () => {
  expect(await cut('unsure', '--skip-unsure', '--on', 'red')).toEqual({
    out: '',
    err: 'her.png: Not sure that this is a person, so nothing was written (--skip-unsure).',
    isWell: true,
    files: ['her.png'],
  });
});

test('--skip-unsure changes nothing for a person, nor for nobody', async () => {
  const person = await cut('yes', '--skip-unsure');
  expect([person.err, person.isWell, person.files]).toEqual(['', true, WRITTEN]);
  expect(person.out).toMatch(/her-matte\.png$/);
  expect(await cut('no', '--skip-unsure')).toEqual({
    out: '',
    err: 'her.png: Nobody was seen in this picture, so nothing was written.',
    isWell: false,
    files: ['her.png'],
  });
});

test('where a part is not seen, the sentence is of the part', async () => {
  expect(await cut('bald', '--part', 'hair')).toMatchObject({
    err: 'her.png: No hair of a person was seen in this picture, so nothing was written.',
    isWell: false,
    files: ['her.png'],
  });
});

test.each([
  ['yes', 2, (confidence: number) => confidence > 0.5],
  ['unsure', 0, (confidence: number) => confidence > 0 && confidence < 0.5],
  ['no', 0, (confidence: number) => confidence === 0],
] as const)('a JSON line says “%s” in a word, with the confidence', async (person, written, isRight) => {
  const { out, err } = await cut(person, '--skip-unsure', '--json');
  const line = JSON.parse(out);
  expect(err).toBe('');
  expect(line).toMatchObject({ width: 60, height: 80, model: 'portrait-s', backend: 'wasm', person });
  expect(line.written).toHaveLength(written);
  expect([line.confidence, isRight(line.confidence)]).toEqual([expect.any(Number), true]);
});

test('a JSON line of what is left out has the same names, with nothing known', async () => {
  const folder = await room('her.png', 'her-cutout.png');
  const spy = vi.spyOn(console, 'log').mockImplementation(() => {});
  onTestFinished(() => spy.mockRestore());
  const wishes = readArguments([join(folder, 'her.png'), '-o', `${folder}/`, '--skip-existing', '--json'])!;
  const inputs = await findInputs(wishes.photos, wishes.recursive);
  const pool = { run: () => Promise.reject(new Error('Nothing is to be done.')), close: async () => {} };
  expect(await cutAndTell(inputs.photos[0], await planFor(wishes, inputs), pool)).toBe(true);
  expect(JSON.parse(spy.mock.calls[0][0])).toMatchObject({
    ...{ width: null, height: null, backend: null, person: null, confidence: null },
    ...{ ms: {}, written: [], skipped: [join(folder, 'her-cutout.png')] },
  });
});
