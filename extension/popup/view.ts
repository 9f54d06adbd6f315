import { byId } from '../common/dom.ts';

type State = 'empty' | 'working' | 'done';

const LONGEST_SIDE = 720;

export const showState = (state: State): void => {
  document.body.dataset.state = state;
  byId('shown').hidden = state === 'done';
  byId('result').hidden = state !== 'done';
};

export interface Way {
  readonly label: string;
  act(): void;
}

/** Says what went wrong, with the ways on from it, the one to take first; nothing when empty. */
export const notice = (sentence: string, ways: readonly Way[] = []): void => {
  byId('notice-text').textContent = sentence;
  byId('ways').replaceChildren(...ways.map(wayButton));
  byId('notice').hidden = sentence === '';
};

function wayButton({ label, act }: Way, index: number): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = index === 0 ? 'primary' : '';
  button.textContent = label;
  button.onclick = act;
  return button;
}

/** Says a short word beside the buttons. */
export const say = (sentence: string): void => {
  byId('said').textContent = sentence;
};

/** Shows a small copy of a picture while the work goes on; one that can't be decoded shows nothing, the engine says why. */
export async function showThumbnail(picture: Blob): Promise<void> {
  const canvas = byId<HTMLCanvasElement>('shown');
  const bitmap = await createImageBitmap(picture).catch(() => undefined);
  if (!bitmap) return;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
}

/** Shows a finished PNG. */
export function showResult(picture: Blob | undefined): void {
  const image = byId<HTMLImageElement>('result');
  URL.revokeObjectURL(image.src);
  if (picture) image.src = URL.createObjectURL(picture);
}
