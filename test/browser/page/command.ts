import type { Action, ALL_PICTURES, POINTED_PICTURE } from '../../../extension/contracts/messages.ts';
import type { ExtensionUnderTest } from '../driver/extension-under-test.ts';
import type { Page } from '../driver/page.ts';

/** What the browser tells the extension when a command is given for the tab of `page`. */
export const command = (
  extension: ExtensionUnderTest,
  page: Page,
  name: typeof ALL_PICTURES | typeof POINTED_PICTURE,
): Promise<void> => extension.choose(page, name as unknown as Action, '');
