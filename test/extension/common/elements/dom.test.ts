import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { disabledWhile } from '../../../../extension/common/elements/dom.ts';

const page: { body: object; activeElement: object } = { body: {}, activeElement: {} };
vi.stubGlobal('document', page);
afterAll(() => vi.unstubAllGlobals());

/** A button that loses the focus when it is disabled, as Chromium's do. */
class Button {
  #isDisabled = false;
  get disabled() {
    return this.#isDisabled;
  }
  set disabled(isDisabled: boolean) {
    this.#isDisabled = isDisabled;
    if (isDisabled && page.activeElement === this) page.activeElement = page.body;
  }
  focus() {
    if (!this.#isDisabled) page.activeElement = this;
  }
}
const buttons = [new Button(), new Button()];
const during = (work: () => Promise<void>) => disabledWhile(buttons as unknown as HTMLButtonElement[], work);
const disabled = () => buttons.map((button) => button.disabled);

beforeEach(() => {
  page.activeElement = page.body;
});

test('the pressed button has the focus again afterwards, also where the work failed', async () => {
  for (const end of [async () => {}, () => Promise.reject(new Error('Was not saved.'))]) {
    buttons[1].focus();
    const outcome = during(async () => {
      expect(disabled()).toEqual([true, true]);
      await end();
    });
    expect(page.activeElement).toBe(page.body);
    await outcome.catch(() => {});
    expect(disabled()).toEqual([false, false]);
    expect(page.activeElement).toBe(buttons[1]);
    page.activeElement = page.body;
  }
});

test('the focus stays where the person took it meanwhile, and none is taken that was not there', async () => {
  const field = {};
  buttons[0].focus();
  await during(async () => {
    page.activeElement = field;
  });
  expect(page.activeElement).toBe(field);
  page.activeElement = page.body;
  await during(async () => {});
  expect(page.activeElement).toBe(page.body);
});
