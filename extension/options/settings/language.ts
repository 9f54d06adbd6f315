import { byId } from '../../common/elements/dom.ts';
import { h } from '../../common/elements/element.ts';
import { locales } from '../../common/storage/language.ts';
import { changeSettings, onSettingsChanged, readSettings } from '../../common/storage/settings.ts';
import { t } from '../../common/words/words.ts';

/** The choice among the browser's language and those of this build, each called by its own name. */
export async function showLanguage(): Promise<void> {
  const select = byId<HTMLSelectElement>('language');
  const { language } = await readSettings();
  const names = (await locales()).map((locale) => [locale, nameOf(locale)] as const);
  names.sort(([, a], [, b]) => a.localeCompare(b));
  select.replaceChildren(
    h('option', { value: 'auto' }, t('languageAuto')),
    ...names.map(([locale, name]) => h('option', { value: locale, lang: locale.replace('_', '-') }, name)),
  );
  select.value = language;
  if (!select.value) select.value = 'auto';
  select.onchange = () => changeSettings({ language: select.value });
  // Every word on the page is another one.
  onSettingsChanged((settings) => {
    if (settings.language !== language) location.reload();
  });
}

/** “Deutsch”, “한국어”; the locale itself where the browser knows no name. */
function nameOf(locale: string): string {
  const tag = locale.replace('_', '-');
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? locale;
  } catch {
    return locale;
  }
}
