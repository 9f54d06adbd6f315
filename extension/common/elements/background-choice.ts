import type { Background } from '../../contracts/settings.ts';

/** Two controls that say what lies behind a person: a list of kinds, and the colour, shown only where one is wanted. */
export interface BackgroundChoice {
  show(background: Background): void;
  chosen(): Background;
}

/**
 * @param kinds its options are the kinds of `Background`.
 * @param colour an input of type `color`.
 * @param onChange called when a person chose another one.
 */
export function backgroundChoice(
  kinds: HTMLSelectElement,
  colour: HTMLInputElement,
  onChange: () => void = () => {},
): BackgroundChoice {
  const showColour = () => {
    colour.hidden = kinds.value !== 'colour';
  };
  kinds.onchange = () => {
    showColour();
    onChange();
  };
  colour.onchange = onChange;
  return {
    show(background) {
      kinds.value = background.kind;
      if (background.kind === 'colour') colour.value = background.colour;
      showColour();
    },
    chosen() {
      const kind = kinds.value as Background['kind'];
      return kind === 'colour' ? { kind, colour: colour.value } : { kind };
    },
  };
}
