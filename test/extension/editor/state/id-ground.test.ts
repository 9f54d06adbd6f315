import { expect, test } from 'vitest';
import { groundIdPhotos } from '../../../../extension/editor/state/id-ground.ts';
import { createSettings } from '../../../../extension/editor/state/settings.ts';

const withGrounds = () => {
  const settings = createSettings();
  groundIdPhotos(settings);
  return settings;
};
const ground = (settings: ReturnType<typeof createSettings>) => {
  const { backdrop, backdropColour } = settings.get();
  return backdrop === 'colour' ? backdropColour : backdrop;
};

test('an ID photograph lies on white, and another crop on what it lay on before', () => {
  const settings = withGrounds();
  settings.set({ cropping: '35x45' });
  expect(ground(settings)).toEqual([255, 255, 255]);
  settings.set({ cropping: '2x2in' });
  expect(ground(settings)).toEqual([255, 255, 255]);
  settings.set({ cropping: 'all' });
  expect(ground(settings)).toBe('none');
});

test('a background that the person chose stays', () => {
  const settings = withGrounds();
  settings.set({ backdrop: 'blur' });
  settings.set({ cropping: '35x45' });
  expect(ground(settings)).toBe('blur');

  const other = withGrounds();
  other.set({ cropping: '35x45' });
  other.set({ backdropColour: [200, 200, 200] });
  other.set({ cropping: 'all' });
  expect(ground(other)).toEqual([200, 200, 200]);

  const none = withGrounds();
  none.set({ cropping: '35x45' });
  none.set({ backdrop: 'none' });
  expect(ground(none)).toBe('none');
});
