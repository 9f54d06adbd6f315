import { localise } from '../common/words.ts';
import { showEngine } from './engine.ts';
import { askForHost } from './question.ts';
import { showSites } from './sites.ts';

localise(document);
askForHost();
void showSites();
void showEngine();
