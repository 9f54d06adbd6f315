import { describe, expect, it } from 'vitest';
import {
  accessOf,
  NO_REMOTE,
  offerRemote,
  originOf,
  type RemoteSettings,
  remoteSettingsSchema,
} from '../../../shared/contracts/remote.ts';
import { CutoutError } from '../../../shared/errors.ts';

const address = 'https://mattes.example';
const settings = (use: RemoteSettings['use'], more: Partial<RemoteSettings> = {}): RemoteSettings => ({
  version: 1,
  address,
  use,
  ...more,
});
const noBackend = new CutoutError('no-backend', 'Nothing works.', { facts: [''] });

describe('leave to send', () => {
  it.each([
    ['ask', undefined, undefined],
    ['ask', 'once', { address }],
    ['ask', 'always', { address }],
    ['fallback', undefined, { address }],
    ['always', undefined, { address, preferred: true }],
    ['never', undefined, undefined],
    ['never', 'once', undefined],
  ] as const)('under “%s” with the answer %s is %o', (use, consent, leave) => {
    expect(accessOf(settings(use), consent)).toEqual(leave);
  });

  it('is never there without an address', () => {
    expect(accessOf({ version: 1, use: 'always' }, 'always')).toBeUndefined();
    expect(accessOf(NO_REMOTE, 'once')).toBeUndefined();
  });

  it('takes the token along', () => {
    expect(accessOf(settings('fallback', { token: 'abc' }))).toEqual({ address, token: 'abc' });
  });
});

describe('the question', () => {
  it('says what is sent, and to whom', () => {
    expect(offerRemote(noBackend, settings('ask'))).toMatchObject({
      code: 'remote-offered',
      message: expect.stringMatching(/at most 512 pixels.*without its name or address.*mattes\.example if you agree/),
    });
  });

  it.each([
    ['nothing was to be sent ever', noBackend, settings('never')],
    ['there is no server', noBackend, NO_REMOTE],
    ['the device is not at fault', new CutoutError('no-person', 'Nobody.'), settings('ask')],
  ])('is not asked where %s', (_, thrown, kept) => {
    expect(offerRemote(thrown, kept)).toBe(thrown);
  });
});

describe('an address', () => {
  it.each([
    ['https://mattes.example', 'https://mattes.example'],
    ['  https://Mattes.Example/ ', 'https://mattes.example'],
    ['mattes.example', 'https://mattes.example'],
    ['mattes.example:8443', 'https://mattes.example:8443'],
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
    ['http://localhost:8787/', 'http://localhost:8787'],
  ])('%s is %s', (typed, origin) => {
    expect(originOf(typed)).toBe(origin);
  });

  it.each([
    '',
    'http://mattes.example',
    'http://localhost.example',
    'ftp://mattes.example',
    'https://user:word@mattes.example',
    'https://mattes.example/path',
    'https://mattes.example?x',
    'not an address',
    'javascript:alert(1)',
  ])('%s is none', (typed) => {
    expect(originOf(typed)).toBeUndefined();
  });

  it('is kept only as an origin', () => {
    expect(remoteSettingsSchema.safeParse(settings('ask')).success).toBe(true);
    for (const wrong of ['http://mattes.example', 'https://mattes.example/', 'mattes.example'])
      expect(remoteSettingsSchema.safeParse(settings('ask', { address: wrong })).success).toBe(false);
    expect(remoteSettingsSchema.safeParse({ ...settings('ask'), version: 2 }).success).toBe(false);
  });
});
