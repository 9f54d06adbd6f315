import { type Larger, largerOf } from '../find/full-picture.ts';
import { isPassing, type Target } from '../find/kinds.ts';
import { createOverlay, type Overlay } from '../overlay/overlay.ts';
import { createDisplay, type Display } from './display.ts';
import { createResults, type Results, resultsOf } from './results/results.ts';

/** All that is known of one picture of the page in a session. */
export interface SessionState {
  readonly target: Target;
  /** The larger pictures of it that the page named when the session began, before anything of ours stood there. */
  readonly larger: readonly Larger[];
  readonly results: Results;
  /** Its card. */
  readonly overlay: Overlay;
  readonly display: Display;
  /** A job runs. */
  isWorking: boolean;
  /** The page does not hold the picture (any more). */
  isGone: boolean;
  /** How often one person was chosen, or everybody: an answer that comes after the next choice is too late. */
  choices: number;
}

/**
 * @param onTaken called when the page itself put another picture in its place.
 * @param again results of the same element that are to show again.
 */
export function createState(target: Target, onTaken: () => void, again?: Results): SessionState {
  // A video has one address for all its frames.
  const results = isPassing(target) ? createResults() : resultsOf(target.url, again);
  const overlay = createOverlay(target.element);
  const display = createDisplay(target, results, overlay, onTaken);
  return {
    target,
    larger: largerOf(target),
    results,
    overlay,
    display,
    isWorking: false,
    isGone: target.element === undefined,
    choices: 0,
  };
}

/** Whether a result of ours shows in the picture's place. */
export const isReplaced = ({ display, isGone }: SessionState): boolean => display.place !== undefined && !isGone;
