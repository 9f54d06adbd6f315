import * as z from 'zod/mini';
import { NO_REMOTE, originOf, remoteSettingsSchema } from '../../shared/contracts/remote.ts';
import { hash } from '../../shared/inference/catalog.ts';
import { BACKEND_CHOICES } from '../../shared/inference/engine.ts';
import { QUALITY_CHOICES } from '../../shared/pipeline/options.ts';
import { FORMATS } from './formats.ts';

/** What the keyboard does to a picture: put the cutout in its place, save it, or copy it. */
export const DEFAULT_ACTIONS = ['replace', 'save', 'copy'] as const;
/** Networks that may be chosen to draw the matte. */
export const MODELS = ['portrait-s', 'lite'] as const;
/** What the context menu of a picture holds: *Remove background* alone, which stands in the menu itself, or every action in a submenu. */
export const MENUS = ['one', 'all'] as const;
/** How the extension's own pages and cards look; `auto`: as the browser does. */
export const THEMES = ['auto', 'light', 'dark'] as const;
/** How a list of many pictures is shown. */
export const LIST_VIEWS = ['rows', 'grid'] as const;

/** How large files are saved at most: the longer side in pixels, or as large as the picture is. */
export const SAVE_SIZES = ['full', '2048', '1080', '512'] as const;

/** What may stand in braces in a pattern for file names. */
export const NAME_PARTS = ['name', 'output', 'date', 'time', 'host', 'width', 'height', 'n'] as const;
export type NamePart = (typeof NAME_PARTS)[number];
const PARTS = new RegExp(`\\{(${NAME_PARTS.join('|')})\\}`, 'g');

/** True for a pattern of file names: 1..100 characters, every `{…}` a `NamePart`. */
export const isNamePattern = (pattern: string): boolean =>
  pattern.trim() !== '' && pattern.length <= 100 && !/[{}]/.test(pattern.replace(PARTS, ''));

const background = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('colour'), colour: z.string().check(z.regex(/^#[0-9a-f]{6}$/)) }),
  /** The picture's own, out of focus. */
  z.object({ kind: z.literal('blur') }),
]);

const values = {
  action: z.enum(DEFAULT_ACTIONS),
  backend: z.enum(BACKEND_CHOICES),
  model: z.enum(MODELS),
  quality: z.enum(QUALITY_CHOICES),
  remote: remoteSettingsSchema,
  menu: z.enum(MENUS),
  /** Whether Matteo is in every context menu of Chrome, those of canvases included. */
  menuEverywhere: z.boolean(),
  /** Whether pictures of every other host, not only of private ones, are shown where page scripts can't read them. */
  sealOthers: z.boolean(),
  /** Pattern of the names that results are saved under, without the ending. */
  fileName: z.string().check(z.refine(isNamePattern)),
  /** Whether the browser asks for a place and a name before each file is saved. */
  askWhere: z.boolean(),
  /** Whether what is saved is cropped to the person. */
  trim: z.boolean(),
  saveSize: z.enum(SAVE_SIZES),
  saveFormat: z.enum(FORMATS),
  /** Of WebP and JPEG. */
  saveQuality: z.number().check(z.gte(0.1), z.lte(1)),
  background,
  /** `auto`: the browser's; else the name of a folder in `_locales`. */
  language: z.string().check(z.regex(/^(auto|[a-z]{2,3}(_[A-Za-z0-9]{2,4})?)$/)),
  theme: z.enum(THEMES),
};

/** What can't be read of a field falls back to its default; the others stay. */
const fields = z.object({
  version: z.catch(z.literal(3), 3),
  action: z.catch(values.action, 'replace'),
  backend: z.catch(values.backend, 'auto'),
  model: z.catch(values.model, 'portrait-s'),
  /** The id of a network of one's own that draws in `model`'s place; none where it is empty. It is kept in this browser alone. */
  own: z.catch(z.union([z.literal(''), hash]), ''),
  quality: z.catch(values.quality, 'auto'),
  remote: z.catch(values.remote, NO_REMOTE),
  menu: z.catch(values.menu, 'one'),
  menuEverywhere: z.catch(values.menuEverywhere, false),
  sealOthers: z.catch(values.sealOthers, false),
  fileName: z.catch(values.fileName, '{name}-{output}'),
  askWhere: z.catch(values.askWhere, false),
  trim: z.catch(values.trim, false),
  saveSize: z.catch(values.saveSize, 'full'),
  saveFormat: z.catch(values.saveFormat, 'image/png'),
  saveQuality: z.catch(values.saveQuality, 0.9),
  background: z.catch(values.background, { kind: 'none' }),
  language: z.catch(values.language, 'auto'),
  theme: z.catch(values.theme, 'auto'),
  /** Chosen at the list itself, where nobody else has a say. */
  listView: z.catch(z.enum(LIST_VIEWS), 'rows'),
  /** Whether a list is of heads alone. */
  listHead: z.catch(z.boolean(), false),
});

/** All settings, of the version that is written today. What can't be read of a field is its default. */
export const settingsSchema = fields;
export type Settings = z.infer<typeof settingsSchema>;
export type Background = Settings['background'];
export type ListView = Settings['listView'];

/** All but what is none of a web page's business: the server's address and token, a network of one's own, and what is chosen at a list. */
export const pageSettingsSchema = z.omit(fields, { remote: true, own: true, listView: true, listHead: true });
export type PageSettings = z.infer<typeof pageSettingsSchema>;

/** The longest side that files are saved with, in pixels; undefined for any. */
export const longestOf = ({ saveSize }: Pick<Settings, 'saveSize'>): number | undefined =>
  saveSize === 'full' ? undefined : Number(saveSize);

/** The settings of whoever never changed any. */
export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

/** Settings that the computer's administrators have made; they apply whatever the person chose. */
export type Policies = Partial<Omit<Settings, 'version' | 'own' | 'listView' | 'listHead'>>;

/**
 * The policies in what the browser's managed storage holds. What can't be read of one leaves that setting to the person; but of
 * `remote`, what can't be read sends no picture.
 */
export function policiesFrom(managed: Readonly<Record<string, unknown>>): Policies {
  const readable = Object.entries(values).flatMap(([name, schema]) => {
    const parsed = z.safeParse(schema, name === 'remote' ? remotePolicy(managed[name]) : managed[name]);
    return parsed.success ? [[name, parsed.data]] : [];
  });
  return Object.fromEntries(readable) as Policies;
}

/** The server's settings as administrators write them: without `version`, and with an address as it would be typed. */
function remotePolicy(given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given;
  const { use = NO_REMOTE.use, address, token } = given as Readonly<Record<string, unknown>>;
  const origin = typeof address === 'string' ? originOf(address) : undefined;
  const { shape } = remoteSettingsSchema;
  return {
    version: NO_REMOTE.version,
    use: z.safeParse(shape.use, use).success ? use : 'never',
    ...(origin && { address: origin }),
    ...(token !== undefined && z.safeParse(shape.token, token).success && { token }),
  };
}

/** What storage holds: version 1 had only the server's settings, under a key of their own. */
export interface Kept {
  readonly settings?: unknown;
  readonly remote?: unknown;
}
/** The keys of `Kept` in storage. */
export const SETTINGS_KEYS = ['settings', 'remote'] as const satisfies readonly (keyof Kept)[];

/** From each version to the next, the first being 1. */
const MIGRATIONS: readonly ((kept: Kept) => Kept)[] = [
  ({ remote }) => ({ settings: { version: 2, remote } }),
  // Our own network was called portrait, as MODNet was.
  ({ settings }) => {
    const kept = settings as { readonly model?: unknown };
    return { settings: { ...kept, version: 3, ...(kept.model === 'portrait' && { model: 'portrait-s' }) } };
  },
];

/** The settings in what storage holds, of this version or an earlier one. */
export function settingsFrom(kept: Kept): Settings {
  const migrated = MIGRATIONS.slice(versionOf(kept) - 1).reduce((older, migrate) => migrate(older), kept);
  const parsed = settingsSchema.safeParse(migrated.settings);
  return parsed.success ? parsed.data : DEFAULT_SETTINGS;
}

/** A version that can't be read, or is of a later Matteo, counts as this one's: each field is looked at by itself. */
function versionOf({ settings }: Kept): number {
  if (settings === undefined) return 1;
  const parsed = z.object({ version: z.int().check(z.gte(1)) }).safeParse(settings);
  return parsed.success ? parsed.data.version : DEFAULT_SETTINGS.version;
}
