/** A line that says how far the work is. */
export interface Progress {
  /** One more photograph is done with. */
  done(): void;
  /** Takes the line away, so that something else can be printed; it comes back with the next change. */
  clear(): void;
}

/** Where the line is shown: `process.stderr`. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const ERASE = '\r\u001b[K';

/** How long `seconds` are, in words: `about 40 s`, `about 3 min`. */
function lasting(seconds: number): string {
  if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `about ${Math.round(seconds / 60)} min` : `about ${Math.round(seconds / 3600)} h`;
}

/**
 * Shows how many of `total` photographs are done and how long the others will take, on a terminal; nothing elsewhere.
 *
 * @param now the time in milliseconds.
 */
export function createProgress(total: number, screen: Screen, now: () => number = Date.now): Progress {
  if (!screen.isTTY) return { done() {}, clear() {} };
  const started = now();
  let finished = 0;
  const show = () => {
    const seconds = (now() - started) / 1000;
    const left = finished > 0 ? `, ${lasting((seconds / finished) * (total - finished))} left` : '';
    const line = `${finished} of ${total} (${Math.floor((100 * finished) / total)} %)${left}`;
    screen.write(ERASE + (finished < total ? line.slice(0, Math.max(0, (screen.columns ?? 80) - 1)) : ''));
  };
  show();
  return {
    done() {
      finished++;
      show();
    },
    clear: () => screen.write(ERASE),
  };
}
