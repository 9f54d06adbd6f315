import { CutoutError, isAbort } from '../../../shared/errors.ts';
import { hostOf } from '../../common/requests/fetch-picture.ts';
import { inWords } from '../../common/words/failure.ts';
import { shownName } from '../../common/words/file-name.ts';
import { t } from '../../common/words/words.ts';
import type { PageSettings } from '../../contracts/settings.ts';
import { allowSteps, askedFor } from '../acquire/allow-steps.ts';
import { pictures } from '../find/find.ts';
import { nameOf, type PictureElement } from '../find/kinds.ts';
import { panel } from '../overlay/cards/panel.ts';
import { type FailedPicture, summaryCard } from '../overlay/cards/summary.ts';
import { createOverlay } from '../overlay/overlay.ts';
import type { Session } from '../session/session.ts';
import { isKnown, sessionOf } from '../session/sessions.ts';
import { reveal } from './reveal.ts';
import { saveAll } from './save-all.ts';

/** Shorter sides than these, in CSS pixels as shown and in pixels of the picture's own, are icons. */
const LEAST_SHOWN = 96;
const LEAST_OWN = 64;

/** The pictures of the page that may show people: large enough, each source once, what is in sight first. */
export function candidates(): PictureElement[] {
  const bySource = new Map<string, { target: PictureElement; area: number; away: boolean }>();
  for (const target of pictures()) {
    const { element, kind, url, width = Number.POSITIVE_INFINITY, height = Number.POSITIVE_INFINITY } = target;
    if (!url || kind === 'video' || isKnown(element) || Math.min(width, height) < LEAST_OWN) continue;
    const box = element.getBoundingClientRect();
    if (Math.min(box.width, box.height) < LEAST_SHOWN || !element.checkVisibility({ visibilityProperty: true }))
      continue;
    const area = box.width * box.height;
    const known = bySource.get(url);
    if (known && known.area >= area) continue;
    bySource.set(url, { target, area, away: box.bottom < 0 || box.top > innerHeight });
  }
  const found = [...bySource.values()];
  return [...found.filter(({ away }) => !away), ...found.filter(({ away }) => away)].map(({ target }) => target);
}

interface Failure extends FailedPicture {
  readonly target: PictureElement;
  readonly code: CutoutError['code'];
}

let running = false;

/** Cuts the people out of every picture of the page, with one card for all; pictures without people stay as they are. */
export function cutOutAll(settings: PageSettings, byKeyboard: boolean): void {
  if (running) return;
  const overlay = createOverlay(undefined);
  if (byKeyboard) overlay.takeKeyboard();
  const targets = candidates();
  const close = () => overlay.hide();
  if (targets.length === 0) {
    overlay.show(panel(t('allNothing'), [], close), { onEscape: close });
    return;
  }

  const found: Session[] = [];
  let failures: Failure[] = [];
  let done = 0;
  /** What is laid on its background only then is undone, too. */
  let isUndone = false;
  let controller = new AbortController();
  const cancel = () => controller.abort(new CutoutError('aborted', 'Cancelled.'));
  const summary = summaryCard({
    cancel,
    close,
    saveAll() {
      void saveAll(found, summary.say);
    },
    undoAll() {
      isUndone = true;
      cancel();
      close();
      for (const session of found) void session.undo();
    },
  });

  const draw = () => {
    const tally = {
      total: targets.length,
      done,
      found: found.length,
      failures,
    };
    summary.show(tally, running, running ? [] : steps());
  };
  const one = async (target: PictureElement, signal: AbortSignal) => {
    const session = sessionOf(target);
    try {
      await session.runQuietly(settings, { signal });
      if (isUndone) return await session.undo();
      found.push(session);
    } catch (thrown) {
      if (isAbort(thrown) && signal.aborted) return;
      const { code, message } = inWords(thrown);
      const failure = { target, code, message, name: shownName(nameOf(target)), reveal: () => reveal(target.element) };
      if (code !== 'no-person') failures = [...failures, failure];
    }
    done++;
    draw();
  };
  const run = async (those: readonly PictureElement[]) => {
    controller = new AbortController();
    running = true;
    draw();
    await Promise.all(those.map((target) => one(target, controller.signal)));
    running = false;
    draw();
  };
  /** The host to allow first, or another try for what may work the second time. */
  const steps = () => {
    const askedOf = ({ code, target }: Failure) => askedFor(code, target.url);
    const asked = failures.map(askedOf).find((each) => each !== undefined);
    if (asked) {
      const sameHost = ({ target }: Failure) => target.url !== undefined && hostOf(target.url) === hostOf(asked.url);
      const anyHost = (failure: Failure) => askedOf(failure) !== undefined;
      return allowSteps(asked, (request, everywhere) => {
        void request().then(() => again(everywhere ? anyHost : sameHost), draw);
      });
    }
    const may = ({ code }: Failure) => code === 'engine-failed' || code === 'timeout' || code === 'unreachable';
    return failures.some(may) ? [{ label: t('tryAgain'), act: () => again(may) }] : [];
  };
  const again = (which: (failure: Failure) => boolean) => {
    const those = failures.filter(which).map(({ target }) => target);
    // A host that was asked for twice is allowed twice.
    if (running || those.length === 0) return;
    failures = failures.filter((failure) => !which(failure));
    done -= those.length;
    void run(those);
  };

  overlay.show(summary.card, { onEscape: () => (running ? cancel() : close()) });
  void run(targets);
}
