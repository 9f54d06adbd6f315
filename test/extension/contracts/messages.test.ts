import { describe, expect, test } from 'vitest';
import {
  ACTIONS,
  backgroundRequest,
  engineEvent,
  engineRequest,
  pageCommand,
  replies,
} from '../../../extension/contracts/messages.ts';

const png = new Blob(['x'], { type: 'image/png' });
const answer = {
  width: 2,
  height: 3,
  cutout: png,
  person: 'unsure',
  people: [{ x: 1, y: 2, width: 3, height: 4 }],
  confidence: 0.3,
  network: 'portrait-s',
  backend: 'wasm',
  quality: 'fine',
  milliseconds: { infer: 12 },
};

describe('messages', () => {
  test.for(ACTIONS)('takes the command %s', (action) => {
    expect(pageCommand.safeParse({ kind: 'page/run', action, srcUrl: 'https://a.example/b.jpg' }).success).toBe(true);
  });

  test.for([
    ['a page command of another kind', pageCommand, { kind: 'page/run', action: 'delete-everything', srcUrl: 'x' }],
    ['a fetch of a local file', backgroundRequest, { kind: 'picture/fetch', url: 'file:///etc/passwd' }],
    ['a fetch of the extension itself', backgroundRequest, { kind: 'picture/fetch', url: 'chrome-extension://abc/x' }],
    ['a download of a web address', backgroundRequest, { kind: 'download', url: 'https://a.example/x.exe', name: 'x' }],
    [
      'a picture that lost its bytes on the way',
      engineRequest,
      { kind: 'cut', picture: {}, outputs: ['cutout'], preview: true },
    ],
    ['a program in place of a picture', engineRequest, { kind: 'save', picture: png, name: 'setup.exe' }],
    ['a file in a folder', engineRequest, { kind: 'save', picture: png, name: 'folder/a.png' }],
    [
      'a file in another folder',
      backgroundRequest,
      { kind: 'download', url: 'blob:a', name: '..\\a.png', askWhere: false, isPrivate: false },
    ],
    ['a file without a name', engineRequest, { kind: 'save', picture: png, name: '.png' }],
    ['a job for nothing', engineRequest, { kind: 'cut', picture: png, outputs: [], preview: true }],
    ['progress beyond the end', engineEvent, { kind: 'progress', stage: 'infer', fraction: 1.5 }],
    ['a cutout of nobody', engineEvent, { kind: 'done', answer: { ...answer, person: 'no' } }],
    ['an error without a known code', engineEvent, { kind: 'failed', error: { code: 'oops', message: '' } }],
    [
      'a matte that lost its bytes on the way',
      backgroundRequest,
      { kind: 'editor/open', picture: png, matte: {}, name: 'a', isPrivate: false },
    ],
    ['a reply without its picture', replies['picture/fetch'], { ok: true, secret: false }],
  ] as const)('declines %s', ([, schema, message]) => {
    expect(schema.safeParse(message).success).toBe(false);
  });

  test.for(['http://127.0.0.1:8080/a.jpg', 'http://localhost/a', 'https://xn--bcher-kva.example/ä?x=1#y'])(
    'fetches %s',
    (url) => {
      expect(backgroundRequest.safeParse({ kind: 'picture/fetch', url }).success).toBe(true);
    },
  );

  test.for(['a-cutout.png', 'a (2).webp', '画像.jpg', 'a-2026-01-02.zip'])('saves %s', (name) => {
    expect(engineRequest.safeParse({ kind: 'save', picture: png, name }).success).toBe(true);
  });

  test('carries what the engine passed over, network by network', () => {
    const skipped = [{ network: 'modnet', backend: 'webgpu', reason: 'its matte is flat' }];
    const event = { kind: 'status', status: { backend: 'webgpu', skipped, threads: 1 } };
    expect(engineEvent.parse(event)).toEqual(event);
  });

  test('carries a whole answer', () => {
    const event = { kind: 'done', answer };
    expect(engineEvent.parse(event)).toEqual(event);
  });

  test('opens the editor with a picture alone', () => {
    const request = { kind: 'editor/open', picture: png, name: 'a', isPrivate: false };
    expect(backgroundRequest.parse(request)).toEqual(request);
  });

  test('puts a result back into the page by the name that the page gave its picture', () => {
    const command = { kind: 'page/put', place: '1-2-3-4', cutout: png, matte: png };
    expect(pageCommand.parse(command)).toEqual(command);
    expect(pageCommand.safeParse({ ...command, place: '' }).success).toBe(false);
    const job = { picture: png, name: 'a', from: { tab: 7, frame: 0, place: '1-2-3-4' } };
    const reply = { ok: true, held: { job, isPrivate: false } };
    expect(replies['editor/take'].parse(reply)).toEqual(reply);
  });

  test('carries every error to the one who asked', () => {
    const reply = { ok: false, error: { code: 'permission-needed', message: 'May I?' } };
    expect(replies['picture/fetch'].parse(reply)).toEqual(reply);
  });
});
