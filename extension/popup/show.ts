import { byId } from '../common/elements/dom.ts';

type State = 'empty' | 'working' | 'done';

const LONGEST_SIDE = 720;

/** Shows the part of the popup for a state: nothing chosen, at work, or a result. */
export const showState = (state: State): void => {
  document.body.dataset.state = state;
  if (state !== 'done') showInStage('shown');
};

/** What was there stays until the other is ready: nothing below moves meanwhile. */
const showInStage = (id: 'shown' | 'result'): void => {
  byId('shown').hidden = id !== 'shown';
  byId('result').hidden = id !== 'result';
};

/** Says a short word beside the buttons. */
export const say = (sentence: string): void => {
  byId('said').textContent = sentence;
};

/** How far the work is, 0..1, and what is being done. */
export function showProgress(fraction: number, sentence: string): void {
  byId<HTMLProgressElement>('progress').value = fraction;
  const line = byId('stage-name');
  if (line.textContent !== sentence) line.textContent = sentence;
}

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

/** Shows a finished PNG; `words` say what it is. */
export function showPicture(picture: Blob, words: string): void {
  const image = byId<HTMLImageElement>('result');
  image.onload = () => {
    if (document.body.dataset.state === 'done') showInStage('result');
  };
  URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(picture);
  image.alt = words;
}
