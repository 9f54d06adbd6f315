import { afterEach, expect, it, vi } from 'vitest';
import { fileOf, type WebInput } from '../../../../shared/library/web/input.ts';

class FakeImage {
  src = '';
  currentSrc = '';
  complete = true;
  naturalWidth = 30;
  naturalHeight = 20;
  width = 3;
  height = 2;
}

/** What was drawn, and on a canvas of which size. */
const drawn = vi.fn();
const fetched = vi.fn();

/** An `<img>` of a page. */
function imageWith(state: Partial<FakeImage>, canvas = async () => new Blob(['drawn'])): WebInput {
  vi.stubGlobal('HTMLImageElement', FakeImage);
  vi.stubGlobal('ImageData', class {});
  vi.stubGlobal('location', { href: 'https://page.test/' });
  vi.stubGlobal('fetch', fetched);
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      constructor(...size: number[]) {
        drawn(...size);
      }
      getContext = () => ({ drawImage() {} });
      convertToBlob = canvas;
    },
  );
  return Object.assign(new FakeImage(), state) as unknown as WebInput;
}

afterEach(() => {
  vi.unstubAllGlobals();
  drawn.mockReset();
  fetched.mockReset();
});

const [OLD, NEW] = ['https://page.test/old.jpg', 'https://page.test/new.jpg'];

it.each([
  ['whose address was set just now', { src: NEW, complete: false }, NEW],
  ['whose address was changed just now', { src: NEW, currentSrc: OLD, complete: false }, NEW],
  ['that shows one of several files', { src: OLD, currentSrc: NEW }, NEW],
])('an image %s is fetched from there', async (_, state, url) => {
  fetched.mockResolvedValue(new Response('file'));
  expect(await (await fileOf(imageWith(state))).text()).toBe('file');
  expect(fetched).toHaveBeenCalledWith(url, {});
});

it('an image without an address is refused; the page is not fetched in its place', async () => {
  await expect(fileOf(imageWith({ naturalWidth: 0 }))).rejects.toMatchObject({ code: 'picture-unreadable' });
  expect(fetched).not.toHaveBeenCalled();
});

it('an image whose file can’t be fetched is drawn at its own size, where it is there', async () => {
  fetched.mockRejectedValue(new TypeError('refused'));
  const image = imageWith({ src: NEW, currentSrc: NEW });
  expect(await (await fileOf(image)).text()).toBe('drawn');
  expect(drawn).toHaveBeenCalledWith(30, 20);
});

it.each<[string, Partial<FakeImage>, boolean]>([
  ['that is not there yet', { src: NEW, complete: false }, false],
  ['of another site, which may not be read', { src: NEW, currentSrc: NEW }, true],
])('an image %s is told to be unreachable', async (_, state, isTainted) => {
  fetched.mockRejectedValue(new TypeError('refused'));
  const canvas = isTainted ? () => Promise.reject(new Error('tainted')) : undefined;
  await expect(fileOf(imageWith(state, canvas))).rejects.toMatchObject({ code: 'unreachable' });
});

it.each<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['an image of a page that is closed', { width: 0, height: 0 }],
  ['an address that is none', 'http://'],
  ['a file of the page that is gone', 'blob:https://page.test/1'],
  ['data that are none', 'data:image/png;base64,?'],
])('%s is told to be unreadable', async (_, given) => {
  imageWith({}, () => Promise.reject(new DOMException('empty', 'InvalidStateError')));
  fetched.mockRejectedValue(new TypeError('refused'));
  await expect(fileOf(given as WebInput)).rejects.toMatchObject({
    code: 'picture-unreadable',
    message: 'The picture can’t be read: it is missing, empty, closed, too large, or another site’s.',
  });
});

it('a picture whose download breaks off is told to be unreachable', async () => {
  const cause = new TypeError('broken off');
  const broken = new Response(new ReadableStream({ start: (body) => body.error(cause) }));
  fetched.mockResolvedValue(broken);
  imageWith({});
  await expect(fileOf(NEW)).rejects.toMatchObject({ code: 'unreachable', cause });
});
