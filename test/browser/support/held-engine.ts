import type { Page } from '../driver/page.ts';

type Connect = (info: { name: string }) => { postMessage(request: { kind: string }): void };

/**
 * From now on the engine gets no picture from this page of the extension: each is worked at until it is cancelled.
 *
 * @returns lets those through that are begun afterwards.
 */
export async function holdEngine(page: Pick<Page, 'evaluate'>): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const { runtime } = (globalThis as { browser?: typeof chrome }).browser ?? chrome;
    const api = runtime as unknown as { connect: Connect };
    const connect = api.connect.bind(runtime);
    document.body.classList.add('held');
    api.connect = (info) => {
      const port = connect(info);
      const post = port.postMessage.bind(port);
      const isHeld = () => document.body.classList.contains('held');
      port.postMessage = (request) => (request.kind === 'cut' && isHeld() ? undefined : post(request));
      return port;
    };
  });
  return () => page.evaluate(() => document.body.classList.remove('held'));
}
