// Functions that tests run in pages.

/** The PNG on the clipboard, in base64. */
export const pngOnClipboard = async (): Promise<string> => {
  const [item] = await navigator.clipboard.read();
  if (!item) throw new Error('Nothing is on the clipboard.');
  const png = new Uint8Array(await (await item.getType('image/png')).arrayBuffer());
  return btoa(Array.from(png, (byte) => String.fromCharCode(byte)).join(''));
};
