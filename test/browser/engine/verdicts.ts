/**
 * The self-test's verdicts in the storage of the document it runs in, by their keys. A `replacement` takes the place of
 * each; `null` removes them.
 */
export async function changeVerdicts(replacement?: string | null): Promise<Record<string, string>> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('matteo');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => resolve(opening.result);
  });
  const transaction = database.transaction('verdicts', 'readwrite');
  const store = transaction.objectStore('verdicts');
  const known: Record<string, string> = {};
  const walk = store.openCursor();
  walk.onsuccess = () => {
    const cursor = walk.result;
    if (!cursor) return;
    known[String(cursor.key)] = cursor.value;
    if (replacement === null) cursor.delete();
    else if (replacement !== undefined) cursor.update(replacement);
    cursor.continue();
  };
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  database.close();
  return known;
}
