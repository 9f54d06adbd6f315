import { byId } from '../../common/elements/dom.ts';
import { h } from '../../common/elements/element.ts';
import { languageTag, t } from '../../common/words/words.ts';
import { ID_PHOTOS, type IdPhoto, type IdPhotoName, idPhotoOf } from '../result/id-photos.ts';
import { templateOf } from '../result/templates.ts';
import type { Framing } from '../state/framing.ts';
import type { Cropping, SettingsStore } from '../state/settings.ts';
import { bindings } from './bind.ts';

const NAMES = Object.keys(ID_PHOTOS) as IdPhotoName[];

/**
 * The choice of a template, and in the panel for cropping that of what is kept.
 *
 * @param choose chooses as one step.
 * @param framing what is kept now.
 */
export function wireTemplatePanel(
  settings: SettingsStore,
  choose: (cropping: Cropping) => void,
  framing: () => Framing,
): void {
  const radios = [...document.querySelectorAll<HTMLInputElement>('input[name="template"]')];
  const photos = byId<HTMLSelectElement>('id-photo');
  const crop = byId<HTMLSelectElement>('cropping');
  const cropTemplate = byId<HTMLOptionElement>('crop-template');

  photos.append(...NAMES.map((name) => h('option', { value: name }, wordsFor(ID_PHOTOS[name]))));
  photos.value = NAMES.find((name) => name === regionOf(navigator.language)) ?? 'eu';
  photos.onchange = () => choose(photos.value as IdPhotoName);
  crop.onchange = () => choose(crop.value as Cropping);
  for (const radio of radios) {
    radio.onchange = () => choose((radio.value === 'id' ? photos.value : radio.value) as Cropping);
  }
  bindings(settings).radios('dpi', 'dpi');

  settings.on(({ cropping }) => {
    const photo = idPhotoOf(cropping);
    const isTemplate = photo !== undefined || templateOf(cropping) !== undefined;
    const value = photo ? 'id' : isTemplate ? cropping : 'all';
    for (const radio of radios) radio.checked = radio.value === value;
    if (photo) photos.value = cropping;
    // A template that is in use is named there, too, where it is not to be chosen.
    cropTemplate.hidden = !isTemplate;
    cropTemplate.value = isTemplate ? cropping : '';
    cropTemplate.text = radios.find(({ checked }) => checked)?.parentElement?.textContent?.trim() ?? '';
    crop.value = cropping;
    byId('id-row').hidden = byId('dpi-row').hidden = byId('guide-hint').hidden = !photo;
    const size = framing().fixed;
    byId('template-size').textContent = size ? t('templateSize', String(size.width), String(size.height)) : '';
  });
}

const regionOf = (tag: string): string | undefined => new Intl.Locale(tag).maximize().region?.toLowerCase();

function wordsFor({ country, document, size }: IdPhoto): string {
  const name = new Intl.DisplayNames(languageTag(), { type: 'region' }).of(country) ?? country;
  const shown = size.replace('x', ' × ').replace(/(mm|in)$/, ' $1');
  return t(document === 'visa' ? 'idVisa' : 'idPassport', name, shown);
}
