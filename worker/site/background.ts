import { byId, onRadio } from './dom.ts';

/** Puts the chosen background behind the cutout; picking a colour chooses it. */
export function createBackground(): void {
  const frame = byId('frame', HTMLDivElement);
  const fieldset = byId('background', HTMLFieldSetElement);
  const colour = byId('colour', HTMLInputElement);
  const own = fieldset.querySelector<HTMLInputElement>('input[value=colour]');

  const choose = (background: string) => {
    frame.dataset.background = background;
  };
  const chooseColour = () => {
    frame.style.setProperty('--own-colour', colour.value);
    if (own) own.checked = true;
    choose('colour');
  };

  frame.style.setProperty('--own-colour', colour.value);
  onRadio('background', choose);
  colour.addEventListener('click', chooseColour);
  colour.addEventListener('input', chooseColour);
}
