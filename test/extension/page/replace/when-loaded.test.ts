import { expect, test } from 'vitest';
import { whenLoaded } from '../../../../extension/page/replace/when-loaded.ts';

/** An image that is its own root. Its events stop at once where a listener says so, as a document's do. */
function image() {
  const listeners: [string, (event: Event) => void][] = [];
  const element = {
    getRootNode: () => element,
    addEventListener: (type: string, listener: (event: Event) => void) => void listeners.push([type, listener]),
    removeEventListener(type: string, listener: (event: Event) => void) {
      const at = listeners.findIndex((each) => each[0] === type && each[1] === listener);
      if (at >= 0) listeners.splice(at, 1);
    },
  };
  const fire = (type: string) => {
    let stopped = false;
    const stopImmediatePropagation = () => {
      stopped = true;
    };
    const event = { type, target: element, stopImmediatePropagation } as unknown as Event;
    for (const [each, listener] of [...listeners]) if (each === type && !stopped) listener(event);
  };
  return { element: element as unknown as HTMLImageElement, fire };
}

test('a wait ends with the picture loaded, and the page’s own handlers do not hear of it', async () => {
  const { element, fire } = image();
  let heard = 0;
  const wait = whenLoaded(element, () => {});
  element.addEventListener('load', () => heard++);
  fire('load');
  await wait;
  expect(heard).toBe(0);
  fire('load');
  expect(heard).toBe(1);
});

test('a picture that the page forbids ends the wait with an error', async () => {
  const { element, fire } = image();
  const wait = whenLoaded(element, () => {});
  fire('error');
  await expect(wait).rejects.toThrow('does not show');
});

test('of two changes, where the second overtakes the first, one picture loads and both waits end', async () => {
  const { element, fire } = image();
  const first = whenLoaded(element, () => {});
  const second = whenLoaded(element, () => {});
  await first;
  fire('load');
  await second;
});
