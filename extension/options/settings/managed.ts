import { byId } from '../../common/elements/dom.ts';
import { onSettingsChanged, readPolicies } from '../../common/storage/settings.ts';
import type { Policies } from '../../contracts/settings.ts';

/** The controls of each setting that administrators can make. */
const CONTROLS: Record<keyof Policies, string> = {
  action: '[name=action]',
  background: '[name=background], #colour',
  backend: '[name=backend]',
  askWhere: '#ask-where',
  fileName: '#file-name',
  saveFormat: '#save-format',
  saveQuality: '#save-quality',
  saveSize: '#save-size',
  trim: '#trim',
  language: '#language',
  menu: '[name=menu]',
  menuEverywhere: '#menu-everywhere',
  model: '[name=model]',
  quality: '[name=quality]',
  remote: '#server :is(input, button), [name=use]',
  sealOthers: '#seal-others',
  theme: '[name=theme]',
};

/** What administrators have set can be seen and not changed; a sentence says why. */
export async function lockManaged(): Promise<void> {
  const lock = async () => {
    const policies = await readPolicies();
    byId('managed').hidden = Object.keys(policies).length === 0;
    for (const [name, selector] of Object.entries(CONTROLS)) {
      for (const control of document.querySelectorAll<HTMLInputElement>(selector)) control.disabled = name in policies;
    }
  };
  onSettingsChanged(() => void lock());
  await lock();
}
