import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { drawnPortrait } from '../../../fixtures/drawn.ts';

const rules = vi.hoisted(() => ({ set: [] as string[] }));
const granted = vi.hoisted(() => ({ hosts: [] as string[] }));
vi.mock('../../../../extension/common/browser/browser.ts', () => ({
  browser: {
    i18n: { getMessage: (key: string, values: string[]) => [key, ...values].join(' ') },
    runtime: { getURL: () => 'chrome-extension://matteo/' },
    permissions: {
      contains: async ({ origins }: { origins: string[] }) => origins.every((each) => granted.hosts.includes(each)),
    },
    storage: { local: { get: async () => ({}) }, managed: { get: async () => ({}) } },
    declarativeNetRequest: {
      getSessionRules: async () => [],
      updateSessionRules: async ({
        addRules = [],
      }: {
        addRules?: { action: { requestHeaders: { value: string }[] } }[];
      }) => {
        rules.set.push(...addRules.map(({ action }) => action.requestHeaders[0].value));
      },
    },
  },
}));
const { fetchForPage } = await import('../../../../extension/background/requests/fetch-for-page.ts');

const URL_OF_PICTURE = 'https://a.example/p.png';
const PAGE = { url: 'https://page.example/album' };
let photo: Buffer;
let asked: (string | undefined)[];

/** A host that leads whoever is not served on to a login elsewhere, which browsers let nobody read. */
const serve = (isServed: (init: RequestInit) => boolean) =>
  vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
    if (init.redirect === 'manual') return { type: 'opaqueredirect' };
    asked.push(init.credentials);
    if (isServed(init)) return new Response(Uint8Array.from(photo), { headers: { 'content-type': 'image/png' } });
    throw new TypeError('Failed to fetch');
  });

beforeEach(async () => {
  photo ??= await drawnPortrait(160);
  asked = [];
  rules.set.length = 0;
  granted.hosts = ['http://a.example/*', 'https://a.example/*'];
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('a picture behind a login on another host is had with the person’s cookies, and kept from the page', async () => {
  serve(({ credentials }) => credentials === 'include');
  expect(await fetchForPage({ url: URL_OF_PICTURE }, PAGE)).toMatchObject({ secret: true });
  expect(asked).toEqual(['omit', 'omit', 'include']);
});

test('a picture whose host leads strangers on to another is had with the page’s referer', async () => {
  serve(() => rules.set.length > 0);
  await fetchForPage({ url: URL_OF_PICTURE }, PAGE);
  expect(asked).toEqual(['omit', 'omit']);
  expect(rules.set).toEqual(['https://page.example/']);
});

test('what leads on to another host whoever asks needs all of them', async () => {
  serve(() => false);
  await expect(fetchForPage({ url: URL_OF_PICTURE }, PAGE)).rejects.toMatchObject({
    code: 'all-hosts-needed',
    message: 'pictureElsewhere a.example',
  });
  expect(asked).toEqual(['omit', 'omit', 'include']);
});

test('an anonymous picture is never asked for with cookies', async () => {
  serve(({ credentials }) => credentials === 'include');
  await expect(fetchForPage({ url: URL_OF_PICTURE, anonymous: true }, PAGE)).rejects.toMatchObject({
    code: 'all-hosts-needed',
  });
  expect(asked).not.toContain('include');
});

test('a host that was allowed by http alone, and leads on, is asked for by https, too, before all hosts are', async () => {
  serve(() => false);
  granted.hosts = ['http://a.example/*'];
  const picture = { url: 'http://a.example/p.png' };
  const needed = { code: 'permission-needed', message: 'permissionNeeded a.example' };
  await expect(fetchForPage(picture, PAGE)).rejects.toMatchObject(needed);
  await expect(fetchForPage({ url: URL_OF_PICTURE }, PAGE)).rejects.toMatchObject(needed);
  granted.hosts.push('https://a.example/*');
  await expect(fetchForPage(picture, PAGE)).rejects.toMatchObject({ code: 'all-hosts-needed' });
});

test('a host that was allowed by http alone is not asked for where that is enough', async () => {
  serve(() => true);
  granted.hosts = ['http://a.example/*'];
  expect(await fetchForPage({ url: 'http://a.example/p.png' }, PAGE)).toMatchObject({ secret: false });
});
