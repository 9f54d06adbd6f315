const METRES_AN_INCH = 0.0254;

/**
 * A JPEG or PNG that says how many dots an inch it is meant for; other bytes are returned as they are.
 *
 * JFIF 1.02 (units and densities in APP0), PNG 1.2 (chunk `pHYs` right after `IHDR`).
 */
export function withDensity(bytes: Uint8Array, dpi: number): Uint8Array {
  if (isJfif(bytes)) {
    const result = new Uint8Array(bytes);
    const view = new DataView(result.buffer);
    view.setUint8(13, 1);
    view.setUint16(14, dpi);
    view.setUint16(16, dpi);
    return result;
  }
  if (!isPng(bytes)) return bytes;
  const afterHeader = 33;
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  const perMetre = Math.round(dpi / METRES_AN_INCH);
  view.setUint32(0, 9);
  chunk.set([0x70, 0x48, 0x59, 0x73], 4);
  view.setUint32(8, perMetre);
  view.setUint32(12, perMetre);
  view.setUint8(16, 1);
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  const result = new Uint8Array(bytes.length + chunk.length);
  result.set(bytes.subarray(0, afterHeader));
  result.set(chunk, afterHeader);
  result.set(bytes.subarray(afterHeader), afterHeader + chunk.length);
  return result;
}

const isJfif = (bytes: Uint8Array): boolean =>
  bytes.length > 20 && [0xff, 0xd8, 0xff, 0xe0].every((byte, i) => bytes[i] === byte) && bytes[6] === 0x4a;

const isPng = (bytes: Uint8Array): boolean =>
  bytes.length > 33 && [0x89, 0x50, 0x4e, 0x47].every((byte, i) => bytes[i] === byte);

/** CRC-32 as PNG has it (PNG 3rd edition, annex D), bit by bit: a chunk of 13 bytes wants no table. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
