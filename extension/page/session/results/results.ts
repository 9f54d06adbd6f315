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
  /** Its size in pixels, once it was cut out. */
  size?: Size;
  /** It is the full picture, or somebody edited it: the full picture is not offered. */
  isFinal?: boolean;
  cutout?: Blob;
  matte?: Blob;
  /** The cutout may not be a person, and was not yet kept by choice. */
  isUnsure?: boolean;
  /** Several people were found, of whom one can be chosen. */
  isGroup?: boolean;
  /** The results of everybody while one person is shown alone, and the number of that person. */
  everybody?: Edited;
  alone?: number;
  /** The part of the people that cutout and matte show, if not whole people. */
  part?: Part;
  /** The results of whole people while a part is shown. */
  whole?: Partial<Pick<Values, 'cutout' | 'matte' | 'isGroup'>>;
  /** Somebody edited it. */
  isEdited?: boolean;
  /** The last background, and the cutout on it. */
  backdrop?: Choice;
  composed?: Blob;
  /** The settings of the last request: a card that was closed is shown again with them. */
  settings?: PageSettings;
  /** It was shown when its picture disappeared, so it is shown again when the picture comes back. */
  isMissing: boolean;
}

/** The results of one picture; only its own methods change it. */
export interface Results extends Readonly<Values> {
  setPicture(acquired: Acquired): void;
  /** Adds the results of a job. The first job determines whether they are unsure. */
  add(answer: Answer): void;
  /** Keeps an unsure cutout by choice. */
  keep(): void;
  /** @param composed the cutout over `backdrop`; undefined where that is nothing. */
  setBackdrop(backdrop: Choice, composed: Blob | undefined): void;
  /** Replaces cutout and matte by those of one person, the `index`th from the left; without arguments, of everybody again. */
  setAlone(index?: number, person?: Edited): void;
  /** Replaces cutout and matte by those of a part, from other results. */
  setPart(part: Part, made: Results): void;
  /** Replaces them by those of whole people again: from `made`, otherwise from before. */
  setWhole(made: Results): void;
  /** Replaces the job's results by edited ones, without a background, and no longer unsure. */
  setEdited(edited: Edited): void;
  /**
   * Replaces the results by those of the full picture; the background and the person's decision to keep it remain.
   *
   * @param part the part of the people that they show.
   */
  setFull(full: Results, part?: Part): void;
  setSettings(settings: PageSettings): void;
  setMissing(isMissing: boolean): void;
  /** Those of `outputs` that were not made yet. */
  lacking(outputs: readonly Output[]): Output[];
  /** The picture that is shown, copied and saved: the cutout on its background, or the matte. */
  pictureOf(output: Output): Blob | undefined;
}

/** A cutout and its matte, if they exist. */
const edition = ({ cutout, matte }: Partial<Edited>): Partial<Edited> => ({
  ...(cutout && { cutout }),
  ...(matte && { matte }),
});

/** New results, which are not in the list of kept ones. */
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
      // After an edit, single people can't be chosen any more.
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

/** The results of so many pictures are kept after their sessions have ended. */
const LIMIT = 50;

/** By URL, the one used last at the end. */
const kept = new Map<string, Results>();

/** A screenshot shows one element as it was then, no other one at its address and not what it shows later. */
const isPassed = ({ acquired, isMissing }: Results): boolean => acquired?.inset !== undefined && !isMissing;

/**
 * The results of the picture at `url`, those of an earlier session included.
 *
 * @param again its results where the same element is to show them again, a screenshot's included.
 */
export function resultsOf(url: string | undefined, again?: Results): Results {
  if (!url) return again ?? createResults();
  const known = kept.get(url);
  const results = again ?? (known && !isPassed(known) ? known : createResults());
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
