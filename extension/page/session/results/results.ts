import type { Part } from '../../../../shared/person/part.ts';
import type { CutoutAnswer, Output } from '../../../../shared/web/engine-worker/client.ts';
import type { Edited } from '../../../common/requests/page-place.ts';
import type { PageSettings } from '../../../contracts/settings.ts';
import type { Size } from '../../acquire/acquire-full.ts';
import type { Acquired } from '../../acquire/source.ts';
import type { Choice } from '../../overlay/cards/choice.ts';

type Answer = Pick<CutoutAnswer, Output | 'person' | 'people' | 'width' | 'height'>;

/** Blobs, never pixels. */
interface Values {
  acquired?: Acquired;
  /** Its pixels, once it was cut out. */
  size?: Size;
  /** It is the full picture, or a person worked on it: no larger one takes its place. */
  isFinal?: boolean;
  cutout?: Blob;
  matte?: Blob;
  /** What was cut out may be no person, and nobody has said yet to keep it. */
  isUnsure?: boolean;
  /** Several people were seen, of whom one can be chosen. */
  isGroup?: boolean;
  /** What was made of everybody, while one person shows alone, and which one that is. */
  everybody?: Edited;
  alone?: number;
  /** What of each person the cutout and the matte show, where that isn't all. */
  part?: Part;
  /** What was made of whole people, while a part shows. */
  whole?: Partial<Pick<Values, 'cutout' | 'matte' | 'isGroup'>>;
  /** A person worked on it. */
  isEdited?: boolean;
  /** What was last put under the cutout, and the two together. */
  backdrop?: Choice;
  composed?: Blob;
  /** With these it was last asked for: a card that was closed comes back with them. */
  settings?: PageSettings;
  /** It showed when its picture went: it shows again when the picture comes back. */
  isMissing: boolean;
}

/** What was made of one picture; changed by its own methods only. */
export interface Results extends Readonly<Values> {
  setPicture(acquired: Acquired): void;
  /** Adds what a job made. The first job says whether it is in doubt. */
  add(answer: Answer): void;
  /** A person wants to keep what is in doubt. */
  keep(): void;
  /** @param composed the cutout over `backdrop`; undefined where that is nothing. */
  setBackdrop(backdrop: Choice, composed: Blob | undefined): void;
  /** Has one person, the `index`th from the left, stand for the cutout and the matte; without arguments everybody again. */
  setAlone(index?: number, person?: Edited): void;
  /** Has a part, which was made into other results, stand for the cutout and the matte. */
  setPart(part: Part, made: Results): void;
  /** Has whole people stand for them again: those of `made`, else what was made of them before. */
  setWhole(made: Results): void;
  /** A person made these: they take the job's place, on no other background and out of doubt. */
  setEdited(edited: Edited): void;
  /**
   * The full picture and what was made of it take the small one's place; a background and what was said of a doubt stay.
   *
   * @param part what of each person was made.
   */
  setFull(full: Results, part?: Part): void;
  setSettings(settings: PageSettings): void;
  setMissing(isMissing: boolean): void;
  /** Those of `outputs` that were not made yet. */
  lacking(outputs: readonly Output[]): Output[];
  /** What is shown, copied and saved: the cutout over what was chosen, or the matte. */
  pictureOf(output: Output): Blob | undefined;
}

/** A cutout and its matte, as far as they are there. */
const edition = ({ cutout, matte }: Partial<Edited>): Partial<Edited> => ({
  ...(cutout && { cutout }),
  ...(matte && { matte }),
});

/** Results that are kept by nobody else. */
export function createResults(): Results {
  const values: Values = { isMissing: false };
  return Object.assign(values, {
    setPicture(acquired: Acquired) {
      values.acquired = acquired;
    },
    add({ person, people, cutout, matte, width, height }: Answer) {
      values.size = { width, height };
      values.isGroup ||= people.length > 1;
      values.isUnsure ??= person === 'unsure';
      if (cutout) values.cutout = cutout;
      if (matte) values.matte = matte;
    },
    keep() {
      values.isUnsure = false;
    },
    setBackdrop(backdrop: Choice, composed: Blob | undefined) {
      values.backdrop = backdrop;
      if (composed) values.composed = composed;
      else delete values.composed;
    },
    setAlone(index?: number, person?: Edited) {
      const { cutout, matte } = values;
      if (cutout && matte) values.everybody ??= { cutout, matte };
      Object.assign(values, person ?? values.everybody);
      delete values.composed;
      delete values.alone;
      if (index === undefined) delete values.everybody;
      else values.alone = index;
    },
    setPart(part: Part, { acquired, size, cutout, matte, isUnsure, isGroup = false }: Results) {
      if (!acquired || !size || !cutout || !matte) return;
      const whole = values.everybody ?? values;
      values.whole ??= { ...edition(whole), isGroup: values.isGroup ?? false };
      values.isUnsure ??= isUnsure ?? false;
      Object.assign(values, { acquired, size, cutout, matte, isGroup, part });
      for (const key of ['composed', 'everybody', 'alone'] as const) delete values[key];
    },
    setWhole({ cutout, matte, isGroup = false }: Results) {
      Object.assign(values, cutout && matte ? { cutout, matte, isGroup } : values.whole);
      for (const key of ['part', 'whole', 'composed', 'everybody', 'alone'] as const) delete values[key];
    },
    setEdited({ cutout, matte }: Edited) {
      Object.assign(values, { cutout, matte, isUnsure: false, backdrop: { kind: 'none' } satisfies Choice });
      // What was edited is all there is: nobody of it can be chosen any more.
      values.isGroup = false;
      values.isFinal = true;
      values.isEdited = true;
      for (const key of ['composed', 'everybody', 'alone', 'part', 'whole'] as const) delete values[key];
    },
    setFull({ acquired, size, cutout, matte, isUnsure = false, isGroup = false }: Results, part?: Part) {
      if (!acquired || !size || !cutout || !matte) return;
      for (const key of ['composed', 'everybody', 'alone', 'part', 'whole'] as const) delete values[key];
      Object.assign(values, { acquired, size, cutout, matte, isGroup, isFinal: true, ...(part && { part }) });
      values.isUnsure &&= isUnsure;
    },
    setSettings(settings: PageSettings) {
      values.settings = settings;
    },
    setMissing(isMissing: boolean) {
      values.isMissing = isMissing;
    },
    lacking: (outputs: readonly Output[]) => outputs.filter((output) => !values[output]),
    pictureOf: (output: Output) => (output === 'matte' ? values.matte : (values.composed ?? values.cutout)),
  });
}

/** The results of this many pictures are kept beyond their sessions. */
const LIMIT = 50;

/** By URL, the one used last at the end. */
const kept = new Map<string, Results>();

/** The results of the picture at `url`, those of an earlier session included. */
export function resultsOf(url: string | undefined): Results {
  const results = (url && kept.get(url)) || createResults();
  if (!url) return results;
  kept.delete(url);
  kept.set(url, results);
  for (const [oldest] of kept) {
    if (kept.size <= LIMIT) break;
    kept.delete(oldest);
  }
  return results;
}

/** The URLs of pictures whose results are to be shown when they come back. */
export const missingUrls = (): Set<string> =>
  new Set([...kept].filter(([, { isMissing }]) => isMissing).map(([url]) => url));
