import { expect, test } from 'vitest';
import { createUnsaved } from '../../../../extension/editor/state/unsaved.ts';

test('what changed while a file was saved is not in it', () => {
  const unsaved = createUnsaved();
  unsaved.changed('matte');
  const begun = unsaved.now();
  unsaved.changed('matte');
  unsaved.saved(begun);
  expect(unsaved.isAny).toBe(true);
  unsaved.saved(unsaved.now());
  expect(unsaved.isAny).toBe(false);
});

test('a mask holds what was done to the matte, and nothing else', () => {
  const unsaved = createUnsaved();
  unsaved.changed('matte');
  unsaved.saved(unsaved.now(), true);
  expect(unsaved.isAny).toBe(false);
  unsaved.changed('look');
  unsaved.saved(unsaved.now(), true);
  expect(unsaved.isAny).toBe(true);
  unsaved.saved(unsaved.now());
  expect(unsaved.isAny).toBe(false);
});
