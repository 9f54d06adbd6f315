import { bytesOf, LONGEST_NAME, shorten } from '../../../shared/file-name.ts';
import type { Size } from '../../../shared/image/geometry.ts';
import { DEFAULT_SETTINGS, NAME_PARTS, type NamePart } from '../../contracts/settings.ts';

const FALLBACK = 'picture';
/** Characters of the picture's own name; more make paths that Windows refuses. */
const LONGEST = 120;
/** Characters of a name that are looked at: a page may give its pictures addresses of a million. */
const MOST_READ = 1000;
/** Browsers add ` (1)` to a name that is there, and `.crdownload` while they write. */
const MOST_BYTES = LONGEST_NAME - 15;

/** A part in braces, and the mark after it. */
const PART = new RegExp(`\\{(${NAME_PARTS.join('|')})\\}([-_ ]*)`, 'g');

/** What a result is named by, beside the name of its picture. */
export interface Naming {
  /** As in the settings: each `NamePart` in braces is filled in. */
  readonly pattern?: string;
  /** The ending, without its dot. Default: `png`. */
  readonly extension?: string;
  readonly date?: Date;
  /** Of the file that is named, in pixels. */
  readonly size?: Size;
  /** Which of several it is. */
  readonly at?: At;
}

/** One of several files that belong together: the `n`th, from 1, `of` so many. */
export interface At {
  readonly n: number;
  readonly of: number;
}

/**
 * The file name to save a result under, safe on every system: `<original name>-cutout.png` unless the pattern says
 * otherwise, and no longer than file systems allow.
 *
 * @param source the picture's URL, or the name of the file it was chosen from.
 * @param output what was made of it: `cutout`, `matte`.
 */
export function resultName(source: string, output: string, naming: Naming = {}): string {
  const { pattern = DEFAULT_SETTINGS.fileName, extension = 'png', date = new Date(), size, at } = naming;
  const filledWith = (name: string) => {
    const parts: Record<NamePart, string | undefined> = {
      name,
      output,
      date: isoDay(date),
      time: timeOf(date),
      host: hostOf(source),
      width: size && String(size.width),
      height: size && String(size.height),
      n: at && numbered(at),
    };
    // What is not known goes with the mark that parts it from what follows.
    let isAllKnown = true;
    const filled = pattern.replace(PART, (_, part: NamePart, mark: string) => {
      const value = parts[part];
      isAllKnown &&= value !== undefined;
      return value === undefined ? '' : value + mark;
    });
    return isAllKnown ? filled : filled.replace(/[-_]+$/, '');
  };
  const most = MOST_BYTES - bytesOf(`.${extension}`);
  const times = pattern.split('{name}').length - 1;
  // The picture's own name gives way, what tells results apart stays.
  const left = Math.max(0, Math.floor((most - bytesOf(filledWith(''))) / Math.max(1, times)));
  const name = shorten(stem(source), left, LONGEST);
  return `${safe(shorten(filledWith(name), most))}.${extension}`;
}

/** What to call a picture on screen: of an address its last part; names of files and titles as they are. */
export const shownName = (source: string): string =>
  /^https?:/i.test(source) ? lastSegment(source) || new URL(source).hostname : source;

/** `2026-11-21`, where the person is. */
const isoDay = (date: Date): string => joined(date.getFullYear(), date.getMonth() + 1, date.getDate());

/** `18-05-09`, where the person is: no file system forbids it. */
const timeOf = (date: Date): string => joined(date.getHours(), date.getMinutes(), date.getSeconds());

const joined = (...parts: number[]): string => parts.map((part) => String(part).padStart(2, '0')).join('-');

/** `07` of twelve: names in the order of their numbers. */
const numbered = ({ n, of }: At): string => String(n).padStart(String(of).length, '0');

/** The site of an address, without `www.`; undefined of a file. */
const hostOf = (source: string): string | undefined =>
  /^https?:/i.test(source) && URL.canParse(source) ? new URL(source).hostname.replace(/^www\./, '') : undefined;

/** A name without what Windows, macOS or Chrome's downloads refuse in one. */
function safe(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}<>:"/\\|?*~]+/gu, '_').replace(/^[.\s]+|[.\s]+$/g, '');
  return /^(con|prn|aux|nul|(com|lpt)[\d¹²³])(\.|$)/i.test(clean) ? `_${clean}` : clean || FALLBACK;
}

function stem(source: string): string {
  const last = /^(data|blob):/i.test(source) ? '' : lastSegment(source);
  return safe(last.replace(/\.[A-Za-z0-9]{2,5}$/, '').slice(0, MOST_READ));
}

function lastSegment(source: string): string {
  const path = URL.canParse(source) ? new URL(source).pathname : source;
  const segment = path.slice(path.lastIndexOf('/') + 1);
  if (!URL.canParse(source)) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
