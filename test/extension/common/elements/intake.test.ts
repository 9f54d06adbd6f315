import { afterAll, beforeEach, expect, test, vi } from 'vitest';

class Control {
  readonly type: string | undefined;
  readonly isContentEditable: boolean;
  constructor(type?: string, isContentEditable = false) {
    this.type = type;
    this.isContentEditable = isContentEditable;
  }
}
class Input extends Control {}
class TextArea extends Control {}

const listeners = new Map<string, (event: unknown) => void>();
vi.stubGlobal('HTMLElement', Control);
vi.stubGlobal('HTMLInputElement', Input);
vi.stubGlobal('HTMLTextAreaElement', TextArea);
vi.stubGlobal('document', {
  addEventListener: (type: string, listener: (event: unknown) => void) => listeners.set(type, listener),
});
afterAll(() => vi.unstubAllGlobals());
vi.mock('../../../../extension/common/elements/dom.ts', () => ({ byId: () => ({}) }));
const { listenForPictures } = await import('../../../../extension/common/elements/intake.ts');

const onPictures = vi.fn();
const onNone = vi.fn();
listenForPictures(onPictures, onNone);
const paste = (target: Control, ...files: readonly File[]) =>
  listeners.get('paste')!({ target, clipboardData: { files } });
const picture = new File(['x'], 'x.png');

beforeEach(() => vi.clearAllMocks());

test.each(['radio', 'checkbox', 'range', 'color', 'text', 'number'])(
  'a picture is taken that is pasted where the focus is on an input of the type %s',
  (type) => {
    paste(new Input(type), picture);
    expect(onPictures).toHaveBeenCalledExactlyOnceWith([picture]);
  },
);

test.each([
  ['an input for text', new Input('text')],
  ['an input for numbers', new Input('number')],
  ['an input for search', new Input('search')],
  ['a text area', new TextArea()],
  ['a text that can be edited', new Control(undefined, true)],
])('text that is pasted into %s goes there alone', (_, field) => {
  paste(field);
  expect(onNone).not.toHaveBeenCalled();
  expect(onPictures).not.toHaveBeenCalled();
});

test.each([
  ['a slider', new Input('range')],
  ['a radio button', new Input('radio')],
  ['the page', new Control()],
])('text that is pasted into %s is said to be no picture', (_, control) => {
  paste(control);
  expect(onNone).toHaveBeenCalledOnce();
});
