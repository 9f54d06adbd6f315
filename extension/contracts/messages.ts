import * as z from 'zod/mini';
import { consentSchema } from '../../shared/contracts/remote.ts';
import { CUTOUT_ERROR_CODES } from '../../shared/errors.ts';
import { hash, MATTE_NETWORKS, NETWORKS } from '../../shared/inference/catalog.ts';
import { BACKENDS } from '../../shared/inference/engine.ts';
import { PARTS } from '../../shared/person/part.ts';
import { QUALITIES } from '../../shared/pipeline/options.ts';
import { STAGES } from '../../shared/pipeline/stages.ts';
import { EXTENSIONS } from './formats.ts';
import { pageSettingsSchema, settingsSchema } from './settings.ts';
import { wordsSchema } from './words.ts';

/** What can be asked of a picture in a page; also the ids of the context menu's items. */
export const ACTIONS = ['remove-background', 'cut-out-head', 'save-cutout', 'save-matte', 'copy-cutout'] as const;
export type Action = (typeof ACTIONS)[number];

/** The name of the port between whoever wants a cutout and the engine's document. */
export const ENGINE_PORT = 'engine';

/** The menu's and the keyboard's way to every picture of a page at once. */
export const ALL_PICTURES = 'all-pictures';
/** The keyboard's way to one picture: the focused one, else the one under the mouse, else the largest in sight. */
export const POINTED_PICTURE = 'pointed-picture';

const httpUrl = z.url({ protocol: /^https?$/ });
/** Asked late: Firefox gives a content script a `Blob` of its own together with the first one that a message brings. */
const blob = z.custom<Blob>((value) => value instanceof Blob);
const fraction = z.number().check(z.gte(0), z.lte(1));
const endings = [...Object.values(EXTENSIONS), 'zip'].join('|');
/** Of a result: in no folder, and of no other kind. */
const fileName = z.string().check(z.maxLength(500), z.regex(new RegExp(`^[^/\\\\]+\\.(${endings})$`)));
const everywhere = z.exactOptional(z.literal(true));
const pixels = z.int().check(z.gte(1));
const backend = z.enum(BACKENDS);
const errorReport = z.object({
  code: z.enum(CUTOUT_ERROR_CODES),
  message: z.string(),
  facts: z.exactOptional(z.readonly(z.array(z.string()))),
});
/** A page's own name for a picture of it that was opened in the editor; others can't guess it. */
const place = z.string().check(z.minLength(1), z.maxLength(100));
/** Where a picture in the editor came from: a frame of a tab, and the page's name for it there. */
const placeInTab = z.object({ tab: z.int(), frame: z.int(), place });
export type PlaceInTab = z.infer<typeof placeInTab>;
const editorJob = { picture: blob, matte: z.exactOptional(blob), name: z.string().check(z.maxLength(200)) };
/** A fact of `remote-offered`, after those of its sentence: the administrators want each picture to be asked about. */
export const ASKED_EACH_TIME = 'asked each time';
const failed = z.object({ ok: z.literal(false), error: errorReport });
const reply = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.union([z.object({ ok: z.literal(true), ...shape }), failed]);

/** Background → page script. */
export const pageCommand = z.discriminatedUnion('kind', [
  /** Do `action` to the picture that was clicked: the one showing `srcUrl`, else the one at the place of the click. */
  z.object({
    kind: z.literal('page/run'),
    action: z.enum(ACTIONS),
    srcUrl: z.exactOptional(z.string().check(z.minLength(1))),
    /** Firefox's name of the element that was clicked. */
    targetElementId: z.exactOptional(z.int()),
  }),
  /** How clearly a picture is meant in this frame; answered by a `POINTS` value. */
  z.object({ kind: z.literal('page/rank') }),
  /** Do what the settings say to that picture. */
  z.object({ kind: z.literal('page/pointed') }),
  /** Pictures of the host of `url`, or `everywhere`, are allowed now: by the options page, which asked in the browser's place. */
  z.object({ kind: z.literal('page/allowed'), url: httpUrl, everywhere }),
  /** Cut the people out of every picture. */
  z.object({ kind: z.literal('page/all'), byKeyboard: z.boolean() }),
  /** Whether a picture that was opened in the editor is still there. */
  z.object({ kind: z.literal('page/holds'), place }),
  /** Show what the editor made of it in its place; answered by whether it is still there. */
  z.object({
    kind: z.literal('page/put'),
    place,
    cutout: blob,
    matte: blob,
    secret: z.exactOptional(z.literal(true)),
  }),
]);

/** How clearly one picture of a frame is meant. */
export const POINTS = { none: 0, visible: 1, hovered: 2, focused: 3 } as const;
/** A value of `POINTS`. */
export const pointsSchema = z.int().check(z.gte(POINTS.none), z.lte(POINTS.focused));

/** Page script, popup, options or engine → background; each answered by the reply of the same name in `replies`. */
export const backgroundRequest = z.discriminatedUnion('kind', [
  /** Have the engine's document running. */
  z.object({ kind: z.literal('engine/ensure') }),
  /** So many pictures are being cut out now. */
  z.object({ kind: z.literal('engine/jobs'), running: z.int().check(z.gte(0)) }),
  /** Fetch a picture with the extension's rights; an `anonymous` one never with the person's cookies. */
  z.object({ kind: z.literal('picture/fetch'), url: httpUrl, anonymous: z.exactOptional(z.literal(true)) }),
  /** Take a picture of what the sender's tab shows. */
  z.object({ kind: z.literal('tab/screenshot') }),
  /** Ask the person to let the extension read pictures from the host of `url`, or `everywhere`. */
  z.object({ kind: z.literal('permission/request'), url: httpUrl, everywhere }),
  /** The same before any click, where the browser wants the click in a page of the extension; nothing elsewhere. */
  z.object({ kind: z.literal('permission/question'), url: httpUrl, everywhere }),
  /** Cut out all pictures of the page in front: the popup was opened over it. */
  z.object({ kind: z.literal('pictures/all') }),
  /** Download a `blob:` URL of the extension; answered when the download has ended. */
  z.object({
    kind: z.literal('download'),
    url: z.string().check(z.startsWith('blob:')),
    name: fileName,
    /** Whether the browser asks where to. */
    askWhere: z.boolean(),
    isPrivate: z.boolean(),
  }),
  /** The settings that a page script may know, and all words. */
  z.object({ kind: z.literal('settings/read') }),
  /** All settings, for the extension's own pages; `allow` first keeps the person's “always” to the server that helps. */
  z.object({ kind: z.literal('settings/all'), allow: z.boolean() }),
  /** Open a picture and its matte (a PNG of the same size), where it has one, in the editor, in a tab of its own. */
  z.object({
    kind: z.literal('editor/open'),
    ...editorJob,
    /** By a page script: what the result may be put back by. */
    place: z.exactOptional(place),
    /** From a private window: it is kept in memory alone. A private tab's script needs not say it. */
    isPrivate: z.boolean(),
  }),
  /** The picture that was opened under this id and is not stored; handed over once. */
  z.object({ kind: z.literal('editor/take'), id: z.string().check(z.minLength(1), z.maxLength(100)) }),
]);

/** The background's replies, by the kind of request. */
export const replies = {
  'engine/ensure': reply({}),
  'engine/jobs': reply({}),
  /** `secret`: got with the person's own cookies, so the page must not come to read it. */
  'picture/fetch': reply({ picture: blob, secret: z.boolean() }),
  'tab/screenshot': reply({ picture: blob }),
  /** `elsewhere`: the options page asks, and tells the page of a yes by `page/allowed`. */
  'permission/request': reply({ granted: z.boolean(), elsewhere: z.exactOptional(z.literal(true)) }),
  'permission/question': reply({ elsewhere: z.boolean() }),
  'pictures/all': reply({}),
  download: reply({}),
  /** `words`: of the language chosen in them, by default the browser's own. */
  'settings/read': reply({ settings: pageSettingsSchema, words: z.exactOptional(wordsSchema) }),
  /** `keepsAlways`: the person's “always” to the server would be kept. */
  'settings/all': reply({ settings: settingsSchema, keepsAlways: z.boolean() }),
  'editor/open': reply({}),
  'editor/take': reply({
    held: z.exactOptional(
      z.object({ job: z.object({ ...editorJob, from: z.exactOptional(placeInTab) }), isPrivate: z.boolean() }),
    ),
  }),
} as const;

/** What a cutout is laid over. */
export const backdropSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('colour'), colour: z.string().check(z.regex(/^#[0-9a-f]{6}$/)) }),
  /** The background of the picture itself, out of focus. */
  z.object({ kind: z.literal('blur'), original: blob }),
  z.object({ kind: z.literal('picture'), picture: blob }),
]);
export type Backdrop = z.infer<typeof backdropSchema>;

/** In pixels of the picture. */
const position = z.object({ x: z.number(), y: z.number() });

/** Into the engine's port. The first message says what the port is for. */
export const engineRequest = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('cut'),
    picture: blob,
    outputs: z.array(z.enum(['cutout', 'matte'])).check(z.minLength(1)),
    /** Whether somebody looks at a preview; it takes a while to make. */
    preview: z.boolean(),
    /** What may be no person is refused as `no-person`: nobody chose this picture by itself. */
    sureOnly: z.exactOptional(z.literal(true)),
    /** Of each person only this part. */
    part: z.exactOptional(z.enum(PARTS)),
    /** The page's own name of the video that the picture is a frame of. */
    sequence: z.exactOptional(place),
    /** The answer to `remote-offered`. */
    consent: z.exactOptional(consentSchema),
    /** The picture's file name or URL: with it the result is kept among the recent ones of this session. */
    name: z.exactOptional(z.string().check(z.minLength(1))),
    /** The asker's own name for the result, by which it is told when there is no room to keep it. */
    resultId: z.exactOptional(place),
  }),
  z.object({ kind: z.literal('cancel') }),
  z.object({ kind: z.literal('compose'), cutout: blob, backdrop: backdropSchema }),
  /** The people of a cutout who can be told apart. */
  z.object({ kind: z.literal('people'), cutout: blob }),
  /** One of them alone. */
  z.object({ kind: z.literal('person'), cutout: blob, at: position }),
  /** The people of a cutout with a white outline and a shadow, cropped to them. */
  z.object({ kind: z.literal('sticker'), cutout: blob }),
  /** What is saved of a result, as the settings want it, and its name. */
  z.object({
    kind: z.literal('finish'),
    picture: blob,
    /** The bare cutout, where the picture lies on a background. */
    shape: z.exactOptional(blob),
    /** The picture's file name or URL. */
    source: z.string(),
    output: z.enum(['cutout', 'matte']),
    /** Which of several files that are saved together it is, from 1. */
    at: z.exactOptional(z.object({ n: z.int().check(z.gte(1)), of: z.int().check(z.gte(1)) })),
  }),
  z.object({
    kind: z.literal('save'),
    picture: blob,
    name: fileName,
    /** It is of a private window, whatever window asks for it. */
    isPrivate: z.exactOptional(z.literal(true)),
  }),
  z.object({ kind: z.literal('status') }),
  /** Test a kept network of one's own on every backend. */
  z.object({ kind: z.literal('try-network'), id: hash }),
]);

/** What came of trying a network of one's own on a backend. */
const outcome = z.object({ backend: z.enum(['webgpu', 'wasm']), fault: z.exactOptional(z.string()) });
const outcomes = z.readonly(z.array(outcome));

/** The network of one's own that was asked for, and where it failed if it was left. */
const own = z.exactOptional(z.object({ name: z.string(), left: z.exactOptional(outcomes) }));

const answer = z.object({
  width: pixels,
  height: pixels,
  cutout: z.exactOptional(blob),
  matte: z.exactOptional(blob),
  person: z.enum(['yes', 'unsure']),
  confidence: z.number().check(z.gte(0), z.lte(1)),
  people: z.readonly(z.array(z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }))),
  network: z.enum(MATTE_NETWORKS),
  backend,
  own,
  quality: z.enum(QUALITIES),
  milliseconds: z.partialRecord(z.enum(STAGES), z.number()),
});

const status = z.object({
  backend: z.exactOptional(backend),
  skipped: z.readonly(z.array(z.object({ network: z.enum(NETWORKS), backend, reason: z.string() }))),
  own,
  threads: z.int(),
});

/** Out of the engine's port. All but `accepted`, `progress` and `preview` end the conversation. */
export const engineEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('accepted') }),
  z.object({ kind: z.literal('progress'), stage: z.enum(STAGES), fraction }),
  z.object({ kind: z.literal('preview'), picture: blob }),
  z.object({ kind: z.literal('done'), answer }),
  z.object({ kind: z.literal('composed'), picture: blob }),
  z.object({ kind: z.literal('people'), people: z.readonly(z.array(z.object({ at: position, thumbnail: blob }))) }),
  z.object({ kind: z.literal('person'), cutout: blob, matte: blob }),
  z.object({ kind: z.literal('finished'), picture: blob, name: z.string() }),
  z.object({ kind: z.literal('saved') }),
  z.object({ kind: z.literal('status'), status }),
  z.object({ kind: z.literal('tried'), outcomes }),
  z.object({ kind: z.literal('failed'), error: errorReport }),
]);

export type PageCommand = z.infer<typeof pageCommand>;
export type BackgroundRequest = z.infer<typeof backgroundRequest>;
export type BackgroundReply<Kind extends BackgroundRequest['kind']> = z.infer<(typeof replies)[Kind]>;
export type EngineRequest = z.infer<typeof engineRequest>;
export type EngineEvent = z.infer<typeof engineEvent>;
