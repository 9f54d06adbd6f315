import { byId } from '../common/elements/dom.ts';
import { engineStatus } from '../common/engine/ask-engine.ts';
import { engineWords } from '../common/words/backend-words.ts';
import { inWords } from '../common/words/failure.ts';
import { ownWords } from '../common/words/own-words.ts';

/** Says what pictures are cut out on. */
export async function showEngine(): Promise<void> {
  const line = byId('engine');
  try {
    const { backend, threads, own } = await engineStatus();
    line.textContent = [engineWords(backend, threads), ...ownWords(own)].join(' ');
    document.body.classList.add(backend ? 'ready' : 'broken');
  } catch (thrown) {
    line.textContent = inWords(thrown).message;
    document.body.classList.add('broken');
  }
}
