import { byId, onRadio } from './dom.ts';

/** Puts the chosen background behind the cutout; picking a colour chooses it. */
export function createBackground(): void {
  const frame = byId('frame', HTMLDivElement);
  const fieldset = byId('background', HTMLFieldSetElement);
  const colour = byId('colour', HTMLInputElement);
  const own = fieldset.querySelector<HTMLInputElement>('input[value=colour]');

  const setColour = () => {
    frame.style.setProperty('--own-colour', colour.value);
    fieldset.style.setProperty('--own-colour', colour.value);
  };
  onRadio('background', (value) => {
    frame.dataset.background = value;
  });
  colour.addEventListener('input', () => {
    setColour();
    if (own) own.checked = true;
    frame.dataset.background = 'colour';
  });
  setColour();
}
