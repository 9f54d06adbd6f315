import type { Page } from '../driver/page.ts';

/** How many records each store holds that a page of the extension can see, by `database/store`; empty ones left out. */
export const keptRecords = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(async () => {
    const settled = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const kept: Record<string, number> = {};
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const count = await settled(database.transaction(store).objectStore(store).count());
        if (count > 0) kept[`${name}/${store}`] = count;
      }
      database.close();
    }
    for (const name of await caches.keys()) kept[`cache ${name}`] = (await (await caches.open(name)).keys()).length;
    if (localStorage.length > 0) kept.localStorage = localStorage.length;
    if (sessionStorage.length > 0) kept.sessionStorage = sessionStorage.length;
    return kept;
  });
