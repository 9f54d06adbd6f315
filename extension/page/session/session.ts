import type { Consent } from '../../../shared/contracts/remote.ts';
import type { Output } from '../../../shared/web/engine-worker/client.ts';
import type { ToSave } from '../../common/engine/ask-engine.ts';
import type { Edited } from '../../common/requests/page-place.ts';
import { resultName } from '../../common/words/file-name.ts';
import { t } from '../../common/words/words.ts';
import type { Action } from '../../contracts/messages.ts';
import type { PageSettings } from '../../contracts/settings.ts';
import { isPassing, nameOf, pictureOf, type Target } from '../find/kinds.ts';
import { followMouse, unfollowMouse } from '../find/mouse.ts';
import { redoBar } from '../overlay/cards/toolbar.ts';
import { copyPicture } from './copy.ts';
import type { Display } from './display.ts';
import { createFailureCard, type Work } from './failure-card.ts';
import { makeWithCard } from './make-with-card.ts';
import type { Opened } from './opened.ts';
import { showPart } from './part.ts';
import { createQuietJob } from './quiet-job.ts';
import type { MakeHooks } from './results/make-results.ts';
import type { Results } from './results/results.ts';
import { createState, isReplaced } from './state.ts';
import { createTools } from './tools.ts';

const OUTPUTS: Record<Action, readonly Output[]> = {
  'remove-background': ['cutout', 'matte'],
  'cut-out-head': [],
  'save-cutout': ['cutout'],
  'save-matte': ['matte'],
  'copy-cutout': ['cutout'],
};

/** Everything that happens to one picture, as long as the page shows it. */
export interface Session {
  readonly target: Target;
  /** Whether its result is shown, and if so in the page's own element or over it. */
  readonly place: Display['place'];
  /** Whether a result is being made, or put into its place. */
  readonly isMaking: boolean;
  /** The shown cutout as a file; undefined if there is none. */
  readonly file: { readonly name: string; readonly picture: Blob } | undefined;
  /** Its cutout, to be saved; undefined if there is none. */
  readonly toSave: ToSave | undefined;
  /** @param byKeyboard whether the person used the keyboard, so that cards take the focus. */
  run(action: Action, settings: PageSettings, byKeyboard: boolean): Promise<void>;
  /**
   * Cuts the picture out and replaces it, without a card, and only if there surely is a person.
   *
   * @throws CutoutError as `makeResults`.
   */
  runQuietly(settings: PageSettings, hooks: MakeHooks): Promise<void>;
  /** Shows an existing result in the page again. */
  showAgain(): Promise<void>;
  /** Shows the editor's result in the page. @param opened the state when the picture was opened in the editor. */
  putBack(edited: Edited, opened: Opened): Promise<void>;
  undo(): Promise<void>;
  /** Called when its picture has left the page: a job continues in a card in the window's corner, a result is kept until the picture comes back. */
  leave(): Promise<void>;
}

/**
 * @param target a picture that this document can't see gets a card of its own for its result.
 * @param onEnd called when nothing of this session remains in the page.
 * @param restart begins another session of this picture, which shows its results at once.
 * @param again results of an earlier session of the same element, to be shown again.
 */
export function createSession(
  target: Target,
  onEnd: () => void,
  restart: (settings: PageSettings, results: Results) => void,
  again?: Results,
): Session {
  const state = createState(target, () => void leave(true), again);
  const { results, overlay, display } = state;
  const withFailureCard = createFailureCard(state);
  const quietJob = createQuietJob(state);

  /** Shows a card when the mouse enters the picture, and hides it when the mouse leaves, unless the card was used. */
  const showOnHover = (show: (settings: PageSettings) => void) => {
    const { element } = target;
    if (!element) return;
    const enters = () => {
      if (!overlay.isOpen && results.settings) show(results.settings);
    };
    followMouse(element, enters, overlay.hideUnused);
  };
  const close = () => {
    overlay.hide();
    if (!isReplaced(state)) onEnd();
    else showOnHover((settings) => toolsFor(settings).show());
  };
  const undo = async () => {
    overlay.hide();
    await display.undo();
    onEnd();
    if (results.cutout && !isPassing(target)) showOnHover(offerRedo);
  };
  const offerRedo = (settings: PageSettings) => {
    if (target.element && pictureOf(target.element)?.url !== target.url) return unfollowMouse(target.element);
    const forget = () => {
      unfollowMouse(target.element);
      overlay.hide();
    };
    const redo = () => {
      forget();
      restart(settings, results);
    };
    overlay.show(redoBar({ redo, close: forget }), { onEscape: forget, sole: true });
  };

  const leave = async (wasShowing: boolean) => {
    state.isGone = true;
    unfollowMouse(target.element);
    if (wasShowing && !state.isWorking) results.setMissing(true);
    onEnd();
    await display.leavePage();
    if (state.isWorking) overlay.loosen();
    else overlay.hide();
  };

  const lay = ({ background }: PageSettings) => display.layChosen(background).catch(() => {});

  const toolsFor = (settings: PageSettings) => createTools(state, { settings, withFailureCard, undo, close });

  let making = 0;
  const make = async (action: Action, settings: PageSettings, consent: Consent | undefined) => {
    making++;
    try {
      if (action === 'remove-background') await showPart(state, undefined, consent);
      if (action === 'cut-out-head') await showPart(state, 'head', consent);
      await makeWithCard(state, OUTPUTS[action], { inPlace: action === 'remove-background', consent });
      if (action !== 'save-matte') await lay(settings);
      if (action === 'remove-background' || action === 'cut-out-head') await display.show();
    } finally {
      making--;
    }
  };

  async function act(action: Action, settings: PageSettings, consent: Consent | undefined): Promise<void> {
    const tools = toolsFor(settings);
    await make(action, settings, consent);
    switch (action) {
      case 'remove-background':
      case 'cut-out-head':
        return tools.show();
      case 'copy-cutout': {
        const picture = results.pictureOf('cutout');
        const copied = picture && (await copyPicture(picture));
        return tools.show(t(copied ? 'copied' : 'cutoutReadyToCopy'));
      }
      case 'save-cutout':
      case 'save-matte':
        tools.show();
        return tools.save(action === 'save-cutout' ? 'cutout' : 'matte');
    }
  }

  return {
    target,
    get place() {
      return display.place;
    },
    get isMaking() {
      return making > 0 || state.isWorking;
    },
    get file() {
      const [picture, pattern, size] = [results.pictureOf('cutout'), results.settings?.fileName, results.size];
      const naming = { ...(pattern && { pattern }), ...(size && { size }) };
      return picture && { picture, name: resultName(nameOf(target), 'cutout', naming) };
    },
    get toSave(): ToSave | undefined {
      const [picture, shape] = [results.pictureOf('cutout'), results.cutout];
      return picture && { picture, source: nameOf(target), output: 'cutout', ...(shape && { shape }) };
    },
    async run(action, settings, byKeyboard) {
      if (quietJob.isWatched || (state.isWorking && !quietJob.isRunning)) return;
      results.setSettings(settings);
      unfollowMouse(target.element);
      if (byKeyboard) overlay.takeKeyboard();
      const work: Work = async (consent) => {
        if (quietJob.isRunning) await quietJob.watch();
        await act(action, settings, consent);
      };
      await withFailureCard(work, () => (quietJob.isRunning ? overlay.hide() : close()));
    },
    async runQuietly(settings, hooks) {
      results.setSettings(settings);
      const show = async () => {
        await lay(settings);
        if (state.isGone) results.setMissing(true);
        else await display.show();
      };
      await quietJob.run(hooks, show, close);
    },
    async showAgain() {
      await display.show();
      close();
    },
    async putBack(edited, { acquired, state: { results: before } }) {
      const { settings } = before;
      // It shows where this very picture may, whatever was read since.
      if (acquired) results.setPicture({ ...acquired, ...(edited.secret && { secret: true }) });
      if (settings) results.setSettings(settings);
      results.setEdited(edited);
      await display.show();
      if (results.settings) toolsFor(results.settings).show(t('editPutBack'));
    },
    undo,
    leave: () => leave(display.place !== undefined),
  };
}
