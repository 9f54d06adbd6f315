import { PAGE, SAY } from '../strings.ts';
import type { Intake } from './intake.ts';

/** Makes each of the page's drawn samples a picture to cut out. */
export function offerSamples({ onPicture, onNothing, onIntent }: Intake): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-sample]')) {
    button.addEventListener('click', async () => {
      onIntent();
      const { sample = '' } = button.dataset;
      const picture = await fetchSample(sample).catch(() => undefined);
      if (picture) onPicture(picture);
      else onNothing(SAY.sampleMissing);
    });
  }
}

/** @throws Error where it can't be fetched. */
async function fetchSample(address: string): Promise<File> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} was answered with ${response.status}.`);
  return new File([await response.blob()], `${PAGE.sampleName}.webp`, { type: 'image/webp' });
}
