import { byId } from '../common/elements/dom.ts';
import { engineStatus } from '../common/engine/ask-engine.ts';
import { backendWords, engineWords } from '../common/words/backend-words.ts';
import { inWords } from '../common/words/failure.ts';
import { t } from '../common/words/words.ts';

/** Shows what the engine runs on, and what it does not use and why. */
export async function showEngine(): Promise<void> {
  const line = byId('engine');
  try {
    const { backend, skipped, threads } = await engineStatus();
    line.textContent = engineWords(backend, threads);
    byId('skipped').replaceChildren();
    for (const { network, backend: name, reason } of skipped) {
      const term = document.createElement('dt');
      const description = document.createElement('dd');
      const whose = network === 'modnet' ? ' (MODNet)' : '';
      term.textContent = `${t('engineSkipped')}: ${backendWords(name, threads)}${whose}`;
      description.textContent = reason;
      byId('skipped').append(term, description);
    }
  } catch (thrown) {
    line.textContent = inWords(thrown).message;
  }
}
