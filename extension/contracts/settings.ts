import * as z from 'zod/mini';
import { NO_REMOTE, remoteSettingsSchema } from '../../shared/contracts/remote.ts';
import { BACKEND_CHOICES } from '../../shared/inference/engine.ts';
import { QUALITY_CHOICES } from '../../shared/pipeline/options.ts';

/** What the keyboard does to a picture: put the cutout in its place, save it, or copy it. */
export const DEFAULT_ACTIONS = ['replace', 'save', 'copy'] as const;
export const MODELS = ['portrait-s', 'lite'] as const;

/** What may stand in braces in a pattern for file names. */
export type NamePart = 'name' | 'output' | 'date';

/** True for a pattern of file names: 1..100 characters, every `{…}` a `NamePart`. */
export const isNamePattern = (pattern: string): boolean =>
  pattern.trim() !== '' && pattern.length <= 100 && !/[{}]/.test(pattern.replace(/\{(name|output|date)\}/g, ''));

const background = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('colour'), colour: z.string().check(z.regex(/^#[0-9a-f]{6}$/)) }),
  /** The picture's own, out of focus. */
  z.object({ kind: z.literal('blur') }),
]);

/** What can't be read of a field falls back to its default; the others stay. */
const fields = z.object({
  version: z.catch(z.literal(3), 3),
  action: z.catch(z.enum(DEFAULT_ACTIONS), 'replace'),
  backend: z.catch(z.enum(BACKEND_CHOICES), 'auto'),
  model: z.catch(z.enum(MODELS), 'portrait-s'),
  quality: z.catch(z.enum(QUALITY_CHOICES), 'auto'),
  remote: z.catch(remoteSettingsSchema, NO_REMOTE),
  /** Whether Chrome's menu has us everywhere, so that canvases are among it. */
  menuEverywhere: z.catch(z.boolean(), false),
  /** Whether pictures of every other host, not only of private ones, are shown where page scripts can't read them. */
  sealOthers: z.catch(z.boolean(), false),
  /** Pattern of the names that results are saved under, without the ending. */
  fileName: z.catch(z.string().check(z.refine(isNamePattern)), '{name}-{output}'),
  background: z.catch(background, { kind: 'none' }),
  /** `auto`: the browser's; else the name of a folder in `_locales`. */
  language: z.catch(z.string().check(z.regex(/^(auto|[a-z]{2,3}(_[A-Za-z0-9]{2,4})?)$/)), 'auto'),
});

export const settingsSchema = fields;
export type Settings = z.infer<typeof settingsSchema>;
export type Background = Settings['background'];

/** All but what is none of a web page's business: the server's address and token. */
export const pageSettingsSchema = z.omit(fields, { remote: true });
export type PageSettings = z.infer<typeof pageSettingsSchema>;

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

/** What storage holds: version 1 had only the server's settings, under a key of their own. */
export interface Kept {
  readonly settings?: unknown;
  readonly remote?: unknown;
}
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
