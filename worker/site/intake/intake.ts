import { byId } from '../dom.ts';
import { SAY } from '../strings.ts';

/** Whoever takes the pictures that a page is given. */
export interface Intake {
  /** A picture was chosen, dropped or pasted. */
  readonly onPicture: (picture: File) => void;
  /** Something without a picture was dropped or pasted; a sentence to show. */
  readonly onNothing: (sentence: string) => void;
  /** A picture is likely to come soon. */
  readonly onIntent: () => void;
}

/** Takes pictures from the file chooser, from drops anywhere on the page, and from the clipboard. */
export function openIntake(intake: Intake): void {
  takeChosen(intake);
  takeDropped(intake);
  takePasted(intake);
}

function takeChosen({ onPicture, onIntent }: Intake): void {
  const chooser = byId('chooser', HTMLInputElement);
  for (const button of document.querySelectorAll('[data-choose]')) {
    button.addEventListener('click', () => {
      onIntent();
      chooser.click();
    });
  }
  chooser.addEventListener('change', () => {
    const picture = chooser.files?.[0];
    chooser.value = '';
    if (picture) onPicture(picture);
  });
}

function takeDropped({ onPicture, onNothing, onIntent }: Intake): void {
  let depth = 0;
  const highlight = (over: boolean) => document.body.classList.toggle('dropping', over);
  document.addEventListener('dragenter', (event) => {
    event.preventDefault();
    if (depth++ === 0) onIntent();
    highlight(true);
  });
  document.addEventListener('dragleave', () => {
    if (--depth === 0) highlight(false);
  });
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    depth = 0;
    highlight(false);
    const picture = event.dataTransfer?.files[0];
    if (picture) onPicture(picture);
    else onNothing(SAY.noFileDropped);
  });
}

function takePasted({ onPicture, onNothing }: Intake): void {
  document.addEventListener('paste', ({ clipboardData }) => {
    const files = Array.from(clipboardData?.files ?? []);
    const picture = files.find((file) => file.type.startsWith('image/')) ?? files[0];
    if (picture) onPicture(picture);
    else onNothing(SAY.nothingPasted);
  });
}
