import { byId } from '../common/elements/dom.ts';
import { h } from '../common/elements/element.ts';
import { engineStatus } from '../common/engine/ask-engine.ts';
import { backendWords, engineWords } from '../common/words/backend-words.ts';
import { inWords } from '../common/words/failure.ts';
import { ownWords, reasonWords } from '../common/words/own-words.ts';
import { t } from '../common/words/words.ts';

/** Shows what the engine runs on, and what it does not use and why. */
export async function showEngine(): Promise<void> {
  const line = byId('engine');
  try {
    const { backend, skipped, threads, own } = await engineStatus();
    line.textContent = [engineWords(backend, threads), ...ownWords(own)].join(' ');
    // A network of one's own runs in MODNet's place.
    const drawer = own && own.left === undefined ? own.name : 'MODNet';
    byId('skipped').replaceChildren(
      ...skipped.flatMap(({ network, backend: name, reason }) => {
        const whose = network === 'modnet' ? ` (${drawer})` : '';
        return [
          h('dt', {}, `${t('engineSkipped')}: ${backendWords(name, threads)}${whose}`),
          h('dd', {}, reasonWords(reason)),
        ];
      }),
    );
  } catch (thrown) {
    line.textContent = inWords(thrown).message;
  }
}
