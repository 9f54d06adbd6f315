import type { BrowserName, ExtensionUnderTest } from '../browser/driver/extension-under-test.ts';
import type { Page } from '../browser/driver/page.ts';
import type { Site } from '../browser/driver/site.ts';
import type { Hand } from './hand.ts';

/** What the tasks are done with. */
export interface Walk {
  readonly browser: BrowserName;
  readonly extension: ExtensionUnderTest;
  readonly hand: Hand;
  /** A site whose pages show pictures of its own. */
  readonly site: Site;
  /** Another host, whose pictures the extension may not read yet. */
  readonly other: Site;
  /** A photograph of one person, of two, and a drawing of a dog. */
  readonly files: Readonly<Record<'person' | 'two' | 'dog', Buffer>>;
}

/** Something that a new user wants. */
export interface Task {
  readonly name: string;
  /** Does it, and sees to it that it came about; answers the tab to take a picture of. */
  act(walk: Walk): Promise<Page>;
}
