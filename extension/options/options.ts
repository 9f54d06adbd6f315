import { byId } from '../common/elements/dom.ts';
import { openHelp } from '../common/requests/help.ts';
import { speak } from '../common/storage/language.ts';
import { onSettingsChanged } from '../common/storage/settings.ts';
import { followTheme } from '../common/storage/theme.ts';
import { localise, t } from '../common/words/words.ts';
import { showDiagnostics } from './diagnostics.ts';
import { showEngine } from './engine-line.ts';
import { showNetworks } from './networks.ts';
import { askForHost } from './question.ts';
import { showServer } from './server.ts';
import { showLanguage } from './settings/language.ts';
import { lockManaged } from './settings/managed.ts';
import { showPreferences } from './settings/preferences.ts';
import { showSaving } from './settings/saving.ts';
import { offerSettingsFile } from './settings/settings-file.ts';
import { showShortcuts } from './shortcuts.ts';
import { showSites } from './sites.ts';
import { offerToClear } from './storage.ts';

/** What the engine says of itself is also part of the diagnostics. */
const showState = () => showEngine().then(showDiagnostics);

await Promise.all([speak(), followTheme()]);
localise(document);
document.title = t('optionsTitle');
byId('help').onclick = () => void openHelp();
askForHost();
offerToClear(showDiagnostics);
offerSettingsFile();
onSettingsChanged(() => void showState());
void Promise.all([showPreferences(), showSaving(), showLanguage(), showServer()]).then(lockManaged);
void showNetworks();
void showSites();
void showShortcuts();
void showState();
