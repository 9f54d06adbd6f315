import { shorten } from '../../shared/file-name.ts';
import { STAGES } from '../../shared/pipeline/stages.ts';
import type { CutoutAnswer } from '../../shared/web/engine-worker/client.ts';
import { byId } from './dom.ts';
import { SAY, STAGE } from './strings.ts';

/** Leaves room for the result's kind and for what browsers add. */
const MOST_BYTES = 220;

/** A finished job: the picture that came, and what was made of it. Frees its URLs when dropped. */
export interface Result {
  readonly name: string;
  readonly picture: File;
  readonly answer: CutoutAnswer & { readonly cutout: Blob; readonly matte: Blob };
  readonly originalUrl: string;
  readonly matteUrl: string;
}

/**
 * A result with addresses for its pictures; `closeResult` gives them back.
 *
 * @throws Error where an output is missing.
 */
export function openResult(picture: File, answer: CutoutAnswer): Result {
  const { cutout, matte } = answer;
  if (!cutout || !matte) throw new Error('The engine left an output out.');
  return {
    name: baseName(picture.name),
    picture,
    answer: { ...answer, cutout, matte },
    originalUrl: URL.createObjectURL(picture),
    matteUrl: URL.createObjectURL(matte),
  };
}

/** Gives the addresses of a result's pictures back. */
export function closeResult(result: Result): void {
  for (const url of [result.originalUrl, result.matteUrl]) URL.revokeObjectURL(url);
}

/** Fills the panel with a result: its mask's download, size, and how long each stage took where. */
export function describeResult({ name, answer, matteUrl }: Result): void {
  const matte = byId('download-matte', HTMLAnchorElement);
  matte.href = matteUrl;
  matte.download = `${name}-matte.png`;
  byId('picture-size', HTMLParagraphElement).textContent = SAY.size(answer.width, answer.height);

  const ran = STAGES.filter((stage) => answer.milliseconds[stage] !== undefined);
  const total = ran.reduce((sum, stage) => sum + (answer.milliseconds[stage] ?? 0), 0);
  byId('summary', HTMLElement).textContent = SAY.summary(duration(total), answer.backend, answer.quality);
  byId('timings', HTMLTableSectionElement).replaceChildren(
    ...ran.map((stage) => row(STAGE[stage], duration(answer.milliseconds[stage] ?? 0))),
  );
}

function row(label: string, value: string): HTMLTableRowElement {
  const made = document.createElement('tr');
  const head = document.createElement('th');
  head.scope = 'row';
  head.textContent = label;
  made.append(head);
  made.insertCell().textContent = value;
  return made;
}

const duration = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

/** A file's name without its extension; `picture` where nothing is left. */
export const baseName = (fileName: string): string =>
  shorten(fileName.replace(/\.[^.]*$/, ''), MOST_BYTES) || SAY.unnamed;
