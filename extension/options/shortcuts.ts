import { byId } from '../common/elements/dom.ts';
import { commandLines, leadToCommands } from '../common/shortcuts/commands.ts';

/** Lists the keyboard shortcuts of web pages, and leads to where the browser lets them be changed. */
export async function showShortcuts(): Promise<void> {
  const lines = await commandLines();
  byId('shortcuts-section').hidden = lines.length === 0;
  byId('shortcuts').replaceChildren(...lines);
  leadToCommands(byId('change-shortcuts'), byId('shortcuts-said'));
}
