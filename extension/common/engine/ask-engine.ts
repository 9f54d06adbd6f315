import type { Consent } from '../../../shared/contracts/remote.ts';
import type {
  CutoutAnswer,
  CutoutRequest,
  CutoutWatch,
  EngineStatus,
} from '../../../shared/web/engine-worker/client.ts';
import {
  type Backdrop,
  ENGINE_PORT,
  type EngineEvent,
  type EngineRequest,
  engineEvent,
} from '../../contracts/messages.ts';
import { browser } from '../browser/browser.ts';
import { ask } from '../requests/ask.ts';
import { whenReloaded } from '../requests/reloaded.ts';
import { Failure, reportInWords } from '../words/failure.ts';
import { t } from '../words/words.ts';

/** The engine ended before it accepted the request (it was closing after its idle time). */
class NotTaken extends Error {}
/** The engine ended during the request. */
class Ended extends Error {}

type EventOf<Kind extends EngineEvent['kind']> = Extract<EngineEvent, { kind: Kind }>;

type Request = Pick<CutoutRequest, 'picture' | 'outputs' | 'part' | 'sequence'> & {
  /** Treats an unsure person as `no-person`. */
  readonly sureOnly?: true;
  /** The person's answer to `remote-offered`. */
  readonly consent?: Consent;
  /** The picture's file name or URL: with it the result is stored among the recent ones, except from private windows. */
  readonly name?: string;
  /** The caller's id of the result, which `onRecentsChanged` passes on if the result can't be stored. */
  readonly resultId?: string;
};

/**
 * Lets the engine cut out one picture.
 *
 * @throws CutoutError with the sentence to show; what `signal` throws when aborted.
 */
export const cutOut = (
  { picture, outputs, part, sequence, sureOnly, consent, name, resultId }: Request,
  watch: CutoutWatch = {},
): Promise<CutoutAnswer> =>
  converse(
    {
      kind: 'cut',
      picture,
      outputs: [...outputs],
      preview: watch.onPreview !== undefined,
      ...(part && { part }),
      ...(sequence && { sequence }),
      ...(sureOnly && { sureOnly }),
      ...(consent && { consent }),
      ...(name && { name }),
      ...(resultId && { resultId }),
    },
    (event) => {
      if (event.kind === 'progress') watch.onProgress?.(event.stage, event.fraction);
      if (event.kind === 'preview') watch.onPreview?.(event.picture);
      return event.kind === 'done' ? event.answer : undefined;
    },
    watch.signal,
  );

/** Lets the engine put a cutout on a background; returns a PNG of the cutout's size. */
export const compose = (
  cutout: Blob,
  backdrop: Backdrop,
  { signal, onProgress }: Pick<CutoutWatch, 'signal' | 'onProgress'> = {},
): Promise<Blob> =>
  converse(
    { kind: 'compose', cutout, backdrop },
    (event) => {
      if (event.kind === 'progress') onProgress?.(event.stage, event.fraction);
      return event.kind === 'composed' ? event.picture : undefined;
    },
    signal,
  );

/** Lets the engine make a sticker of a cutout: a PNG with a white outline and a shadow, cropped to the people. */
export const makeSticker = (cutout: Blob): Promise<Blob> =>
  converse({ kind: 'sticker', cutout }, (event) => (event.kind === 'composed' ? event.picture : undefined));

/** Finds the people in a cutout who can be separated, from left to right. */
export const peopleIn = (cutout: Blob): Promise<EventOf<'people'>['people']> =>
  converse({ kind: 'people', cutout }, (event) => (event.kind === 'people' ? event.people : undefined));

/** Lets the engine make the cutout and the matte of one person alone. */
export const personAlone = (cutout: Blob, at: { readonly x: number; readonly y: number }): Promise<EventOf<'person'>> =>
  converse({ kind: 'person', cutout, at }, (event) => (event.kind === 'person' ? event : undefined));

/** A result that is to be saved. */
export type ToSave = Omit<Extract<EngineRequest, { kind: 'finish' }>, 'kind'>;

/** Lets the engine make the file of a result, and its name, by the settings. */
export const finish = (result: ToSave): Promise<EventOf<'finished'>> =>
  converse({ kind: 'finish', ...result }, (event) => (event.kind === 'finished' ? event : undefined));

/** Lets the engine save a result by the settings. */
export const saveResult = async (result: ToSave, isPrivate = false): Promise<void> => {
  const { picture, name } = await finish(result);
  await save(picture, name, isPrivate);
};

/**
 * Lets the engine download `picture` as `name`; settles when the download has ended.
 *
 * @param isPrivate whether it is of a private window. Of pages the engine knows it by itself, Chrome's popup and the tabs of the
 *   extension count among the ordinary ones.
 */
export const save = async (picture: Blob, name: string, isPrivate = false): Promise<void> => {
  const request = { kind: 'save', picture, name, ...(isPrivate && { isPrivate }) } as const;
  await converse(request, (event) => (event.kind === 'saved' ? true : undefined));
};

/** Starts the engine, when it isn't running, and asks what it runs on. */
export const engineStatus = (): Promise<EngineStatus> =>
  converse({ kind: 'status' }, (event) => (event.kind === 'status' ? event.status : undefined));

/** Lets the engine test a stored network of the person's own on every backend. */
export const tryNetwork = (id: string): Promise<EventOf<'tried'>['outcomes']> =>
  converse({ kind: 'try-network', id }, (event) => (event.kind === 'tried' ? event.outcomes : undefined));

/** Sends one request over a port of its own and returns its result. It is sent once more if the engine was just closing. */
async function converse<Result>(
  request: EngineRequest,
  take: (event: EngineEvent) => Result | undefined,
  signal?: AbortSignal,
): Promise<Result> {
  const once = async () => {
    await ask({ kind: 'engine/ensure' });
    return whenReloaded(() => exchange(request, take, signal));
  };
  try {
    return await once();
  } catch (thrown) {
    if (!(thrown instanceof NotTaken)) throw await told(thrown);
  }
  try {
    return await once();
  } catch (thrown) {
    throw await told(thrown);
  }
}

/** The error to show when the engine has ended. If the extension itself was removed or updated, the error says that. */
async function told(thrown: unknown): Promise<unknown> {
  if (!(thrown instanceof NotTaken || thrown instanceof Ended)) return thrown;
  const asked = await ask({ kind: 'engine/ensure' }).catch((refusal: unknown) => refusal);
  const isGone = asked instanceof Failure && asked.code === 'extension-gone';
  return isGone ? asked : new Failure('engine-failed', t('engineGone'));
}

function exchange<Result>(
  request: EngineRequest,
  take: (event: EngineEvent) => Result | undefined,
  signal?: AbortSignal,
): Promise<Result> {
  signal?.throwIfAborted();
  return new Promise<Result>((resolve, reject) => {
    const port = browser.runtime.connect({ name: ENGINE_PORT });
    let taken = false;
    const settle = (act: () => void) => {
      signal?.removeEventListener('abort', cancel);
      act();
      port.disconnect();
    };
    const cancel = () => {
      settle(() => reject(signal?.reason));
    };
    signal?.addEventListener('abort', cancel);
    port.onDisconnect.addListener(() => {
      settle(() => reject(taken ? new Ended() : new NotTaken()));
    });
    port.onMessage.addListener((raw: unknown) => {
      const parsed = engineEvent.safeParse(raw);
      if (!parsed.success) return;
      taken = true;
      const event = parsed.data;
      if (event.kind === 'failed') return settle(() => reject(reportInWords(event.error)));
      const result = take(event);
      if (result !== undefined) settle(() => resolve(result));
    });
    port.postMessage(request);
  });
}
