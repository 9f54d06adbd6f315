import { browser } from '../common/browser/browser.ts';
import { byId } from '../common/elements/dom.ts';
import { t } from '../common/words/words.ts';
import { POINTED_PICTURE } from '../contracts/messages.ts';

/** Says how the sample picture is cut out, by menu and by keys, and that it was. */
export async function showSample(): Promise<void> {
  const sample = byId<HTMLImageElement>('sample');
  sample.alt = t('sampleAlt');
  byId('how').textContent = t('welcomeHow', t('removeBackground'));
  new MutationObserver((_, observer) => {
    if (!sample.srcset.includes('blob:')) return;
    byId('tried').textContent = t('welcomeTried');
    observer.disconnect();
  }).observe(sample, { attributeFilter: ['srcset'] });

  const commands = (await browser.commands?.getAll()) ?? [];
  const keys = commands.find(({ name }) => name === POINTED_PICTURE)?.shortcut;
  byId('how-by-keys').hidden = !keys;
  if (keys) byId('how-by-keys').textContent = t('welcomeKeys', keys);
}
