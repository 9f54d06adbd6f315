import { byId } from '../dom.ts';
import type { Result } from '../result.ts';
import { createBackground } from './background.ts';
import { createComposer } from './composer.ts';

/** The file that is shown, downloaded and copied: a result's cutout on the background that is chosen. */
export interface Laid {
  /** Takes a result over and answers the address of its picture; the chosen background follows by `show`. */
  take(result: Result): string;
  /** Lets go of the result. */
  drop(): void;
  /** The file, once it has the background that is chosen; undefined where there is no result. */
  file(): Promise<Blob | undefined>;
}

interface LaidOptions {
  /** The bundle of `compose-worker.ts`. */
  readonly workerUrl: string;
  /** Shows a picture in the last one's place. */
  show(url: string): void;
  /** Told why a background can't be laid; none is chosen then. */
  fail(thrown: unknown): void;
}

/** Lays whatever result it has on the background that the person chooses, and offers it for download. */
export function createLaid({ workerUrl, show, fail }: LaidOptions): Laid {
  const compose = createComposer(workerUrl);
  const background = createBackground(() => update());
  const frame = byId('frame', HTMLDivElement);
  const download = byId('download-cutout', HTMLAnchorElement);
  let result: Result | undefined;
  let picture: Blob | undefined;
  let url = '';
  let updating: Promise<void> | undefined;
  /** Changes are counted: a picture that was asked for earlier never takes a later one's place. */
  let asked = 0;
  let put = 0;

  const hold = (held: Blob | undefined) => {
    URL.revokeObjectURL(url);
    picture = held;
    url = held ? URL.createObjectURL(held) : '';
    download.href = url || '/';
  };

  const lay = async (of: Result) => {
    const turn = ++asked;
    try {
      const chosen = background.chosen();
      const { cutout } = of.answer;
      const made =
        chosen.kind === 'none'
          ? cutout
          : await compose(cutout, chosen.kind === 'blur' ? { kind: 'blur', original: of.picture } : chosen);
      if (!made || of !== result || turn < put) return;
      put = turn;
      hold(made);
      show(url);
    } catch (thrown) {
      if (of !== result || turn !== asked) return;
      fail(thrown);
      background.clear();
    }
  };

  const update = () => {
    if (!result) return;
    const laying = lay(result);
    updating = laying;
    frame.ariaBusy = 'true';
    void laying.then(() => {
      if (updating !== laying) return;
      updating = undefined;
      frame.ariaBusy = 'false';
    });
  };

  /** What is chosen last, though it may still be in the making. */
  const settled = async () => {
    while (updating) await updating;
  };

  download.addEventListener('click', async (event) => {
    if (!updating) return;
    event.preventDefault();
    await settled();
    download.click();
  });

  return {
    take(taken) {
      if (taken === result) return url;
      result = taken;
      hold(taken.answer.cutout);
      download.download = `${taken.name}-cutout.png`;
      if (background.chosen().kind !== 'none') update();
      return url;
    },
    drop() {
      result = undefined;
      hold(undefined);
    },
    async file() {
      await settled();
      return picture;
    },
  };
}
