import { onSettingsChanged, readSettings } from './settings.ts';

/** Has the extension's own page look as the settings say, from now on. */
export async function followTheme(): Promise<void> {
  const show = ({ theme }: { theme: string }) => {
    document.documentElement.dataset.theme = theme;
  };
  onSettingsChanged(show);
  show(await readSettings());
}
