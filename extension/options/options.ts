import { localise } from '../common/words.ts';
import { showEngine } from './engine.ts';
import { askForHost } from './question.ts';
import { showServer } from './server.ts';
import { showSites } from './sites.ts';

localise(document);
askForHost();
void showServer();
void showSites();
void showEngine();
