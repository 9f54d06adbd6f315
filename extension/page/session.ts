import { CutoutError, type CutoutErrorCode, isAbort, reportOf } from '../../shared/errors.ts';
import type { Action } from '../../shared/messages.ts';
import type { Consent } from '../../shared/remote.ts';
import type { CutoutAnswer, Output } from '../../shared/web/client.ts';
import { ask } from '../common/ask.ts';
import { cutOut, save } from '../common/engine.ts';
import { hostOf } from '../common/fetch-picture.ts';
import { resultName } from '../common/file-name.ts';
import { t } from '../common/words.ts';
import { acquire } from './acquire.ts';
import { copyPicture } from './copy.ts';
import type { Target } from './kinds.ts';
import { createOverlay } from './overlay/overlay.ts';
import { panel, type Way } from './overlay/panel.ts';
import { progressCard } from './overlay/progress.ts';
import { type ToolbarActs, toolbar } from './overlay/toolbar.ts';
import { offersFor } from './sources/offers.ts';
import { screenshot } from './sources/screenshot.ts';
import type { Acquired } from './sources/way.ts';
import { createStand, type Stand } from './stand.ts';

const OUTPUTS: Record<Action, readonly Output[]> = {
  'remove-background': ['cutout', 'matte'],
  'save-cutout': ['cutout'],
  'save-matte': ['matte'],
  'copy-cutout': ['cutout'],
};

/** All that is done to one picture of the page, from the first click until the page is left. */
export interface Session {
  /** True for the URL of this session's own cutout in the page. */
  shows(url: string | undefined): boolean;
  run(action: Action): Promise<void>;
}

/** Says that there is no picture where the menu was opened. */
export function sayNothingThere(): void {
  const overlay = createOverlay(undefined, () => overlay.hide());
  overlay.show(panel(t('nothingThere'), [], overlay.hide));
}

/** @param target a picture that this document can't see gets a card of its own for its result. */
export function createSession(target: Target): Session {
  const { element, url: srcUrl = '' } = target;
  const overlay = createOverlay(element, () => leave());
  const results: Partial<Record<Output, Blob>> = {};
  let acquired: Acquired | undefined;
  let stand: Stand | undefined;
  let running: AbortController | undefined;
  /** The person's leave to send a copy of this picture, until a job is done with it. */
  let consent: Consent | undefined;
  let leave = () => {};

  const close = () => overlay.hide();

  /** The cutout and/or matte, made now unless they are there; the page's picture changes only when `inPlace`. */
  async function make(outputs: readonly Output[], inPlace: Stand | undefined): Promise<void> {
    const missing = outputs.filter((output) => !results[output]);
    if (missing.length === 0) return;
    running = new AbortController();
    const { signal } = running;
    const cancel = () => running?.abort(new CutoutError('aborted', 'Cancelled.'));
    leave = cancel;
    const progress = progressCard(cancel);
    overlay.show(progress.card);
    progress.say(t('fetching'));
    let preview: Promise<void> | undefined;
    try {
      acquired ??= await acquire(target, signal);
      const { picture, secret, inset } = acquired;
      const answer: CutoutAnswer = await cutOut(
        { picture, outputs: missing, ...(consent && { consent }) },
        {
          signal,
          onProgress: progress.at,
          onPreview: (small) => {
            preview = inPlace?.show(small, secret, inset).catch(() => {});
          },
        },
      );
      consent = undefined;
      await preview;
      for (const output of missing) {
        const blob = answer[output];
        if (blob) results[output] = blob;
      }
    } catch (thrown) {
      await preview;
      await inPlace?.undo();
      throw thrown;
    } finally {
      running = undefined;
    }
  }

  const saveNow = async (output: Output, say: (sentence: string) => void) => {
    await make([output], undefined);
    const blob = results[output];
    if (!blob) return;
    say(t('saving'));
    await save(blob, resultName(srcUrl, output));
    say(t('saved'));
  };

  const copyNow = async (say: (sentence: string) => void) => {
    await make(['cutout'], undefined);
    const cutout = results.cutout;
    if (cutout) say(t((await copyPicture(cutout)) ? 'copied' : 'copyFailed'));
  };

  /** The toolbar of a finished cutout; undo and compare only where the page shows it. */
  function showTools(shown: Stand | undefined, sentence = ''): (sentence: string) => void {
    const acts: ToolbarActs = {
      ...(shown && {
        undo: () => {
          close();
          void shown.undo();
        },
        compare: (original: boolean) => void shown.compare(original),
      }),
      save: (output) =>
        void attempt(
          () => saveNow(output, tools.say),
          () => showTools(shown),
        ),
      copy: () =>
        void attempt(
          () => copyNow(tools.say),
          () => showTools(shown),
        ),
      close,
    };
    const tools = toolbar(acts);
    leave = close;
    overlay.show(tools.card);
    tools.say(sentence);
    return tools.say;
  }

  async function act(action: Action): Promise<void> {
    switch (action) {
      case 'remove-background': {
        stand ??= createStand(target, overlay, () => {
          close();
          stand = undefined;
        });
        await make(OUTPUTS[action], stand);
        if (results.cutout) await stand.show(results.cutout, acquired?.secret ?? true, acquired?.inset);
        showTools(element && stand);
        return;
      }
      case 'copy-cutout': {
        await make(OUTPUTS[action], undefined);
        const copied = results.cutout && (await copyPicture(results.cutout));
        showTools(undefined, t(copied ? 'copied' : 'cutoutReadyToCopy'));
        return;
      }
      default: {
        await make(OUTPUTS[action], undefined);
        const say = showTools(undefined);
        await saveNow(action === 'save-cutout' ? 'cutout' : 'matte', say);
      }
    }
  }

  /** Does something, and says what went wrong with a way on. */
  async function attempt(work: () => Promise<void>, after: () => void = close): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      if (isAbort(thrown)) return after();
      const { code, message } = reportOf(thrown);
      leave = close;
      const again = { label: t('tryAgain'), act: () => void attempt(work, after) };
      if (code === 'remote-offered') return overlay.show(panel(message, sending(work, after), after, t('sendNot')));
      const ways = [
        ...(code === 'permission-needed' && !acquired ? [allow(work, after)] : []),
        ...(RETRY.has(code) ? [again] : []),
        ...(acquired ? [] : otherwise(code, work, after)),
      ];
      const letGo = () => {
        consent = undefined;
        after();
      };
      overlay.show(panel(message, ways, letGo));
    }
  }

  const allow = (work: () => Promise<void>, after: () => void) => ({
    label: t('allowHost', hostOf(srcUrl)),
    act: () =>
      void attempt(async () => {
        const { granted } = await ask({ kind: 'permission/request', url: srcUrl });
        if (!granted) throw new CutoutError('permission-needed', t('permissionRefused', hostOf(srcUrl)));
        await work();
      }, after),
  });

  /** What still works where the picture's own pixels can't be had. */
  const otherwise = (code: CutoutErrorCode, work: () => Promise<void>, after: () => void): Way[] => {
    const { visible, address } = offersFor(target, code);
    const shot = {
      label: t('takeScreenshot'),
      act: () =>
        void attempt(async () => {
          if (visible) acquired = await screenshot(visible, overlay.concealed);
          await work();
        }, after),
    };
    const open = { label: t('openPicture'), act: () => void window.open(address, '_blank', 'noopener') };
    return [...(visible ? [shot] : []), ...(address ? [open] : [])];
  };

  /** The two ways to agree that a copy is sent. */
  const sending = (work: () => Promise<void>, after: () => void) => {
    const agree = (label: 'sendOnce' | 'sendAlways', given: Consent) => ({
      label: t(label),
      act: () => {
        consent = given;
        void attempt(work, after);
      },
    });
    return [agree('sendOnce', 'once'), agree('sendAlways', 'always')];
  };

  return {
    shows: (url) => stand !== undefined && (url === undefined || url.startsWith('blob:')),
    async run(action) {
      if (running) return;
      consent = undefined;
      await attempt(() => act(action));
    },
  };
}

const RETRY = new Set(['timeout', 'unreachable', 'http-status', 'engine-failed']);
