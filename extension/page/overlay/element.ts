export { h, icon, s } from '../../common/elements/element.ts';

/** Calls `act` on clicks that a person made; a page that dispatches events of its own gets nowhere. */
export function onPress(button: HTMLButtonElement, act: () => void): HTMLButtonElement {
  button.addEventListener('click', (event) => {
    if (event.isTrusted) act();
  });
  return button;
}
