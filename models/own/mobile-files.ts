import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readModel, writeModel } from '../onnx/model.ts';
import { exportTflite } from '../tflite/export.ts';
import { writeTflite } from '../tflite/write/write.ts';
import { cardInWords, cardOf, type Facts } from './card.ts';
import { convert } from './convert.ts';
import { differenceOn, type Sample } from './sample.ts';

/** The most that a file may differ from PyTorch. */
const TOLERANCE = 1e-4;

/** A file to write; of a network, how much it differs from what PyTorch gives. */
export interface Checked {
  readonly file: string;
  readonly content: Uint8Array | string;
  readonly worst?: number;
}

interface Wanted {
  /** It ends in .onnx; the others lie beside it. */
  readonly out: string;
  readonly sample: Sample;
  /** The checkpoint that was trained. */
  readonly source: Facts['source'];
  readonly licence: string;
}

/** A trained network, exported by PyTorch, as ONNX and as TFLite, and the card of the first; nothing is written. */
export async function mobileFiles(raw: Uint8Array, { out, sample, source, licence }: Wanted): Promise<Checked[]> {
  const converted = await convert(raw, { weights: 'as-is', range: '0..1' });
  const tflite = await writeTflite(readModel(raw));
  const back = writeModel(exportTflite(tflite, { graph: 'back', input: 'input', output: 'output' }));
  const beside = out.slice(0, -'.onnx'.length);
  const facts = { name: basename(beside), file: basename(out), weights: 'as-is', licence, source } as const;
  const card = await cardOf(converted, facts);
  return [
    { file: out, content: converted.onnx, worst: await differenceOn(sample, converted.onnx) },
    { file: `${beside}.tflite`, content: tflite, worst: await differenceOn(sample, back) },
    { file: `${beside}.json`, content: `${JSON.stringify(card, null, 2)}\n` },
    { file: `${beside}.md`, content: cardInWords(card) },
  ];
}

/** Writes all files. @throws Error, before the first is written, where one differs from PyTorch by more than 1e-4. */
export async function writeChecked(files: readonly Checked[]): Promise<void> {
  for (const { file, worst = 0 } of files)
    if (!(worst <= TOLERANCE)) throw new Error(`${file} would differ from PyTorch by ${worst.toPrecision(2)}.`);
  for (const { file, content } of files) await writeFile(file, content);
}
