import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { receiveShare, takeShared } from '../../../../worker/site/offline/share.ts';
import { fakeCaches, ORIGIN } from './fake-caches.ts';

beforeEach(() => {
  fakeCaches({});
  const redirect = (to: string, status: number) => new Response(null, { status, headers: { Location: to } });
  vi.spyOn(Response, 'redirect').mockImplementation((to, status = 302) => redirect(String(to), status));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const share = (body: BodyInit) => receiveShare(new Request(`${ORIGIN}/share`, { method: 'POST', body }));
const picture = (): FormData => {
  const form = new FormData();
  form.set('picture', new File(['a picture'], 'mé.png', { type: 'image/png' }));
  return form;
};
const expectPage = ({ status, headers }: Response) => {
  expect(status).toBe(303);
  expect(headers.get('Location')).toBe('/?shared');
};

test('a picture that is shared is there for the page once', async () => {
  expectPage(await share(picture()));
  const taken = await takeShared();
  expect([taken?.name, taken?.type, await taken?.text()]).toEqual(['mé.png', 'image/png', 'a picture']);
  expect(await takeShared()).toBeUndefined();
});

test('a share without a form, or without room for it, still leads to the page', async () => {
  expectPage(await share('no form'));
  vi.stubGlobal('caches', { ...caches, open: async () => Promise.reject(new Error('There is no room.')) });
  expectPage(await share(picture()));
});
