const SIDE = 160;

/**
 * A small copy of a picture as WebP; undefined for what can't be decoded.
 *
 * @param most its longer side at most, in pixels.
 */
export async function thumbnailOf(picture: Blob, most = SIDE): Promise<Blob | undefined> {
  const whole = await createImageBitmap(picture).catch(() => undefined);
  if (!whole) return undefined;
  const scale = Math.min(1, most / Math.max(whole.width, whole.height));
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  const canvas = new OffscreenCanvas(side(whole.width), side(whole.height));
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.imageSmoothingQuality = 'high';
  context.drawImage(whole, 0, 0, canvas.width, canvas.height);
  whole.close();
  return canvas.convertToBlob({ type: 'image/webp', quality: 0.85 });
}
