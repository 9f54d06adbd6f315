import type { Page } from '../driver/page.ts';

interface Given {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Drops files on a page, as a person does from a folder. */
export async function dropFiles(page: Page, ...files: readonly Given[]): Promise<void> {
  const given = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') }));
  await page.evaluate(drop, given);
}

/** Runs in the page. */
export function drop(given: readonly { name: string; mimeType: string; base64: string }[]): void {
  const dataTransfer = new DataTransfer();
  for (const { name, mimeType, base64 } of given) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    dataTransfer.items.add(new File([bytes], name, { type: mimeType }));
  }
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}
