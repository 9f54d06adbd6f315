import type { Page } from '../driver/page.ts';

/** Changes fields in the record of each network that an extension's page keeps. */
export const changeKept = (page: Pick<Page, 'evaluate'>, fields: Record<string, unknown>): Promise<void> =>
  page.evaluate(
    (changed) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('matteo-networks');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const networks = opening.result.transaction('networks', 'readwrite').objectStore('networks');
          networks.openCursor().onsuccess = ({ target }) => {
            const cursor = (target as IDBRequest<IDBCursorWithValue | null>).result;
            if (!cursor) return resolve();
            cursor.update({ ...cursor.value, ...changed });
            cursor.continue();
          };
        };
      }),
    fields,
  );
