import * as z from 'zod/mini';
import { CutoutError, isNoBackend } from '../errors.ts';

/** Longest side of the copy of a picture that may leave the device. */
export const REMOTE_SIDE = 512;

/** A server's origin. Pictures only travel encrypted, or inside this machine. */
const origin = z.string().check(z.refine((text) => originOf(text) === text));

/** The settings of the server that helps where a device can't, as they are kept. */
export const remoteSettingsSchema = z.object({
  version: z.literal(1),
  address: z.exactOptional(origin),
  /** What the server knows its users by. */
  token: z.exactOptional(z.string().check(z.minLength(1), z.maxLength(500))),
  /**
   * `ask` before each picture that this device can't do, send those without asking (`fallback`), send every picture
   * (`always`), or `never` any.
   */
  use: z.enum(['never', 'ask', 'fallback', 'always']),
});
export type RemoteSettings = z.infer<typeof remoteSettingsSchema>;

/** No server: where this device can't, that is said, and nothing is sent. */
export const NO_REMOTE: RemoteSettings = { version: 1, use: 'ask' };

/** The person's answer to the question whether a copy may be sent. */
export const consentSchema = z.enum(['once', 'always']);
export type Consent = z.infer<typeof consentSchema>;

/** Permission to send a small copy of one picture; only ever made from a person's yes. */
export interface RemoteAccess {
  readonly address: string;
  readonly token?: string;
  /** Send even what this device could do itself. */
  readonly preferred?: boolean;
}

/**
 * The origin that a typed address means; `https:` unless it says otherwise.
 *
 * @returns undefined for what is no address, and for `http:` to another machine.
 */
export function originOf(typed: string): string | undefined {
  const text = typed.trim().toLowerCase();
  const match = /^(?:(https?):\/\/)?((?:[a-z0-9.-]+|\[::1\])(?::\d{1,5})?)\/?$/.exec(text);
  if (!match) return undefined;
  const [, protocol = 'https', host] = match;
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
  return protocol === 'https' || isLocal ? `${protocol}://${host}` : undefined;
}

/** The host of an origin, for sentences. */
export const hostOfOrigin = (address: string): string => address.replace(/^https?:\/\//, '');

/** What the person's settings and answer allow for one picture; undefined: nothing may be sent. */
export function accessOf({ address, token, use }: RemoteSettings, consent?: Consent): RemoteAccess | undefined {
  if (!address || use === 'never' || (use === 'ask' && !consent)) return undefined;
  return { address, ...(token && { token }), ...(use === 'always' && { preferred: true }) };
}

/**
 * What to tell a person whose device can't do a job: the question, where there is a server to ask about.
 *
 * @returns CutoutError `remote-offered`, else what was thrown.
 */
export function offerRemote(thrown: unknown, { address, use }: RemoteSettings): unknown {
  if (!isNoBackend(thrown) || !address || use !== 'ask') return thrown;
  return new CutoutError(
    'remote-offered',
    `This device can’t run the networks. A copy of at most ${REMOTE_SIDE} pixels of this picture, without its name or address, is sent to ${hostOfOrigin(address)} if you agree; the full-size cutout is then made here.`,
    { cause: thrown, facts: [String(REMOTE_SIDE), hostOfOrigin(address)] },
  );
}
