import { SHARE_TAKEN } from './share-paths.ts';
import { SHARED, SHARED_PICTURE } from './stored.ts';

/** Header of the stored picture: its name, percent-encoded. */
const NAME = 'X-File-Name';

/**
 * Takes the picture of a share, in the service worker, and answers with the page that cuts it out; of several the first. Where
 * there is none, or no room for it, the page says so.
 */
export async function receiveShare(request: Request): Promise<Response> {
  await put(request).catch(() => {});
  return Response.redirect(SHARE_TAKEN, 303);
}

async function put(request: Request): Promise<void> {
  const form = await request.formData();
  const picture = form.getAll('picture').find((entry) => entry instanceof File);
  if (!picture) return;
  const headers = { 'Content-Type': picture.type, [NAME]: encodeURIComponent(picture.name) };
  await (await caches.open(SHARED)).put(SHARED_PICTURE, new Response(picture, { headers }));
}

/** The picture that was shared, in the page; it is kept nowhere any longer. Undefined where there is none. */
export async function takeShared(): Promise<File | undefined> {
  const found = await (await caches.open(SHARED)).match(SHARED_PICTURE);
  const picture = found && (await found.blob());
  const type = found?.headers.get('Content-Type') ?? '';
  await caches.delete(SHARED);
  return picture && new File([picture], decodeURIComponent(found.headers.get(NAME) ?? ''), { type });
}
