import type { Consent } from '../../../shared/contracts/remote.ts';
import { CutoutError } from '../../../shared/errors.ts';
import type { Output } from '../../../shared/web/engine-worker/client.ts';
import { t } from '../../common/words/words.ts';
import type { Action } from '../../contracts/messages.ts';
import type { PageSettings } from '../../contracts/settings.ts';
import { isPassing, pictureOf, type Target } from '../find/kinds.ts';
import { followMouse, unfollowMouse } from '../find/mouse.ts';
import { progressCard } from '../overlay/cards/progress.ts';
import { redoBar } from '../overlay/cards/toolbar.ts';
import { createOverlay } from '../overlay/overlay.ts';
import { createAttempts } from './attempt.ts';
import { copyPicture } from './copy.ts';
import { type MakeWatch, make } from './make.ts';
import { resultsOf } from './results.ts';
import { createShown, type Shown } from './shown.ts';
import { createTools } from './tools.ts';

const OUTPUTS: Record<Action, readonly Output[]> = {
  'remove-background': ['cutout', 'matte'],
  'save-cutout': ['cutout'],
  'save-matte': ['matte'],
  'copy-cutout': ['cutout'],
};

/** All that is done to one picture of the page, as long as it shows that picture. */
export interface Session {
  readonly target: Target;
  /** Whether its result shows, and if so through the page's own element or over it. */
  readonly showing: Shown['now'];
  /** @param byKeyboard whether the person began with it, and goes on in the cards. */
  run(action: Action, settings: PageSettings, byKeyboard: boolean): Promise<void>;
  /**
   * Cuts the picture out and puts the result in its place, with no card, and nothing unless a person is sure.
   *
   * @throws CutoutError as `make`.
   */
  runQuietly(settings: PageSettings, watch: MakeWatch): Promise<void>;
  /** Puts a result that is there in its place again. */
  showAgain(): Promise<void>;
  undo(): Promise<void>;
  /** Its picture left the page: a job goes on in the window's corner, a result waits for the picture to come back. */
  leave(): Promise<void>;
}

/**
 * @param target a picture that this document can't see gets a card of its own for its result.
 * @param onEnd called when nothing of this session is left in the page.
 * @param again begins another session of this picture, which shows its result at once.
 */
export function createSession(target: Target, onEnd: () => void, again: (settings: PageSettings) => void): Session {
  const results = resultsOf(target.url);
  const overlay = createOverlay(target.element);
  const attempt = createAttempts(target, results, overlay);
  let working = false;
  let gone = target.element === undefined;

  const shown = createShown(target, results, overlay, () => void leave(true));
  const isReplaced = () => shown.now !== undefined && !gone;
  /** Has a card come with the mouse, and go with it while nobody touches it. */
  const callBack = (show: (settings: PageSettings) => void) => {
    const { element } = target;
    if (!element) return;
    const enters = () => {
      if (!overlay.isOpen && results.settings) show(results.settings);
    };
    followMouse(element, enters, overlay.hideUnused);
  };
  const close = () => {
    overlay.hide();
    if (!isReplaced()) onEnd();
    else callBack((settings) => toolsFor(settings).show(true));
  };
  const undo = async () => {
    overlay.hide();
    await shown.undo();
    onEnd();
    if (results.cutout && !isPassing(target)) callBack(offerRedo);
  };
  const offerRedo = (settings: PageSettings) => {
    if (target.element && pictureOf(target.element)?.url !== target.url) return unfollowMouse(target.element);
    const forget = () => {
      unfollowMouse(target.element);
      overlay.hide();
    };
    const redo = () => {
      forget();
      again(settings);
    };
    overlay.show(redoBar({ redo, close: forget }), { onEscape: forget, sole: true });
  };

  const leave = async (wasShowing: boolean) => {
    gone = true;
    unfollowMouse(target.element);
    if (wasShowing && !working) results.missing = true;
    onEnd();
    await shown.moveOut();
    if (working) overlay.loosen();
    else overlay.hide();
  };

  /** Makes outputs with a card that says how far it is; the picture changes on the way where `inPlace`. */
  async function makeAloud(outputs: readonly Output[], inPlace: boolean, consent?: Consent): Promise<void> {
    if (outputs.every((output) => results[output])) return;
    const controller = new AbortController();
    const cancel = () => controller.abort(new CutoutError('aborted', 'Cancelled.'));
    const progress = progressCard(cancel);
    overlay.show(progress.card, { onEscape: cancel });
    const { signal } = controller;
    const watch = { signal, onPlace: progress.place, onProgress: progress.at };
    working = true;
    try {
      await make(target, results, outputs, { ...watch, ...(inPlace && { onPreview: shown.preview }) }, consent);
    } catch (thrown) {
      if (inPlace) await shown.undo();
      throw thrown;
    } finally {
      working = false;
    }
  }

  const layDefault = async ({ background }: PageSettings) => {
    if (results.backdrop || background.kind === 'none') return;
    await shown.lay(background).catch(() => {});
  };

  const toolsFor = (settings: PageSettings) =>
    createTools({ target, results, shown, overlay, attempt, settings, makeAloud, undo, close });

  async function act(action: Action, settings: PageSettings, consent: Consent | undefined): Promise<void> {
    const tools = toolsFor(settings);
    await makeAloud(OUTPUTS[action], action === 'remove-background', consent);
    if (action !== 'save-matte') await layDefault(settings);
    switch (action) {
      case 'remove-background':
        await shown.show();
        return tools.show(isReplaced());
      case 'copy-cutout': {
        const picture = shown.finished();
        const copied = picture && (await copyPicture(picture));
        return tools.show(isReplaced(), t(copied ? 'copied' : 'cutoutReadyToCopy'));
      }
      case 'save-cutout':
      case 'save-matte':
        tools.show(isReplaced());
        return tools.save(action === 'save-cutout' ? 'cutout' : 'matte');
    }
  }

  return {
    target,
    get showing() {
      return shown.now;
    },
    async run(action, settings, byKeyboard) {
      if (working) return;
      results.settings = settings;
      unfollowMouse(target.element);
      if (byKeyboard) overlay.takeKeyboard();
      await attempt((consent) => act(action, settings, consent), close);
    },
    async runQuietly(settings, watch) {
      working = true;
      results.settings = settings;
      try {
        await make(target, results, OUTPUTS['remove-background'], { ...watch, sureOnly: true });
        await layDefault(settings);
        if (gone) results.missing = true;
        else await shown.show();
      } finally {
        working = false;
        close();
      }
    },
    async showAgain() {
      await shown.show();
      close();
    },
    undo,
    leave: () => leave(shown.now !== undefined),
  };
}
