import { menusNameElements } from '../../common/browser/chrome.ts';
import { byId } from '../../common/elements/dom.ts';
import { changeSettings, onSettingsChanged, readSettings } from '../../common/storage/settings.ts';
import type { Settings } from '../../contracts/settings.ts';

/** The settings about results and about what runs; each is kept as soon as it is changed, and shown when others change it. */
export async function showPreferences(): Promise<void> {
  onChoice('action', (action) => changeSettings({ action }));
  onChoice('model', (model) => changeSettings({ model, own: '' }));
  onChoice('quality', (quality) => changeSettings({ quality }));
  onChoice('menu', (menu) => changeSettings({ menu }));
  onChoice('theme', (theme) => changeSettings({ theme }));
  onChoice('backend', (backend) => changeSettings({ backend }));
  const colour = byId<HTMLInputElement>('colour');
  const keepBackground = (kind: Settings['background']['kind']) =>
    changeSettings({ background: kind === 'colour' ? { kind, colour: colour.value } : { kind } });
  onChoice('background', (kind) => keepBackground(kind as Settings['background']['kind']));
  colour.onchange = () => keepBackground('colour');
  const everywhere = byId<HTMLInputElement>('menu-everywhere');
  byId('menu').hidden = menusNameElements();
  everywhere.onchange = () => changeSettings({ menuEverywhere: everywhere.checked });
  const sealing = byId<HTMLInputElement>('seal-others');
  sealing.onchange = () => changeSettings({ sealOthers: sealing.checked });
  const show = (settings: Settings) => {
    choose('action', settings.action);
    choose('model', settings.own || settings.model);
    choose('quality', settings.quality);
    choose('menu', settings.menu);
    choose('theme', settings.theme);
    choose('backend', settings.backend);
    choose('background', settings.background.kind);
    if (settings.background.kind === 'colour') colour.value = settings.background.colour;
    everywhere.checked = settings.menuEverywhere;
    sealing.checked = settings.sealOthers;
  };
  show(await readSettings());
  onSettingsChanged(show);
}

const radios = (name: string) => document.querySelectorAll<HTMLInputElement>(`input[name=${name}]`);

function onChoice<Name extends 'action' | 'model' | 'quality' | 'menu' | 'theme' | 'backend' | 'background'>(
  name: Name,
  keep: (value: Settings[Name] extends string ? Settings[Name] : string) => Promise<unknown>,
): void {
  for (const radio of radios(name)) radio.onchange = () => keep(radio.value as Parameters<typeof keep>[0]);
}

function choose(name: string, value: string): void {
  for (const radio of radios(name)) radio.checked = radio.value === value;
}
