import { byId } from '../../common/elements/dom.ts';
import { changeSettings, onSettingsChanged, readSettings } from '../../common/storage/settings.ts';
import { resultName } from '../../common/words/file-name.ts';
import { languageTag, t } from '../../common/words/words.ts';
import { EXTENSIONS } from '../../contracts/formats.ts';
import { isNamePattern, type Settings } from '../../contracts/settings.ts';

/** The file that the example names. */
const EXAMPLE = { size: { width: 1600, height: 1200 }, at: { n: 1, of: 12 } };

/** The settings of what is saved; each is kept as soon as it is changed, and shown when others change it. */
export async function showSaving(): Promise<void> {
  const [format, size] = ['save-format', 'save-size'].map((id) => byId<HTMLSelectElement>(id));
  const [trim, askWhere] = ['trim', 'ask-where'].map((id) => byId<HTMLInputElement>(id));
  const quality = byId<HTMLInputElement>('save-quality');
  const name = byId<HTMLInputElement>('file-name');
  const percent = new Intl.NumberFormat(languageTag(), { style: 'percent' });

  for (const option of size.options) if (option.value !== 'full') option.text = t('saveSizeMost', option.value);
  format.onchange = () => changeSettings({ saveFormat: format.value as Settings['saveFormat'] });
  size.onchange = () => changeSettings({ saveSize: size.value as Settings['saveSize'] });
  trim.onchange = () => changeSettings({ trim: trim.checked });
  askWhere.onchange = () => changeSettings({ askWhere: askWhere.checked });
  quality.oninput = () => showQuality(Number(quality.value) / 100);
  quality.onchange = () => changeSettings({ saveQuality: Number(quality.value) / 100 });
  name.oninput = () => {
    if (showExample()) void changeSettings({ fileName: name.value });
  };

  const showQuality = (share: number) => {
    const words = percent.format(share);
    byId('save-quality-said').textContent = words;
    quality.setAttribute('aria-valuetext', words);
  };
  /** Shows the name that a picture's result would get, or what is wrong with the pattern; true for a right one. */
  const showExample = (): boolean => {
    const isRight = isNamePattern(name.value);
    name.setAttribute('aria-invalid', String(!isRight));
    const extension = EXTENSIONS[format.value as Settings['saveFormat']];
    byId('file-name-said').textContent = isRight
      ? t(
          'fileNameExample',
          resultName(`${t('exampleName')}.jpg`, 'cutout', { ...EXAMPLE, pattern: name.value, extension }),
        )
      : t('fileNameWrong');
    return isRight;
  };
  const show = (settings: Settings) => {
    format.value = settings.saveFormat;
    size.value = settings.saveSize;
    trim.checked = settings.trim;
    askWhere.checked = settings.askWhere;
    quality.value = String(Math.round(settings.saveQuality * 100));
    showQuality(settings.saveQuality);
    byId('save-quality-row').hidden = settings.saveFormat === 'image/png';
    byId('save-white').hidden = settings.saveFormat !== 'image/jpeg';
    // What is being typed stays, right or wrong.
    if (document.activeElement !== name) name.value = settings.fileName;
    showExample();
  };
  show(await readSettings());
  onSettingsChanged(show);
}
