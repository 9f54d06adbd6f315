import { browser } from '../common/browser/browser.ts';
import { ALL_HOSTS, namesAllHosts } from '../common/browser/hosts.ts';

const choice = (value: 'ask' | 'all') =>
  document.querySelector(`input[name=sites][value=${value}]`) as HTMLInputElement;

/** The choice whether all sites are allowed, or asked for each time; shows what the browser has. */
export async function offerAllSites(): Promise<void> {
  const [ask, all] = [choice('ask'), choice('all')];
  const granted = async () => ((await browser.permissions.getAll()).origins ?? []).filter(namesAllHosts);
  const show = async () => {
    const isAll = (await granted()).length > 0;
    ask.checked = !isAll;
    all.checked = isAll;
  };
  all.onchange = () => browser.permissions.request({ origins: ALL_HOSTS }).then(show, show);
  ask.onchange = async () => {
    await browser.permissions.remove({ origins: await granted() });
    await show();
  };
  browser.permissions.onAdded.addListener(() => void show());
  browser.permissions.onRemoved.addListener(() => void show());
  await show();
}
