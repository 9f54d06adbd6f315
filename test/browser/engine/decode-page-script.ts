import { CutoutError } from '../../../shared/errors.ts';
import { decodeWithCopy } from '../../../shared/web/decode.ts';

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

function base64Of(data: Uint8ClampedArray): string {
  let letters = '';
  for (let at = 0; at < data.length; at += 4096) letters += String.fromCharCode(...data.subarray(at, at + 4096));
  return btoa(letters);
}

window.decodeAll = (files) =>
  Promise.all(
    files.map((base64) =>
      decodeWithCopy(new Blob([bytesOf(base64)])).then(
        ({ picture: { width, height, data }, small }) => ({
          ...{ width, height, data: base64Of(data) },
          ...(small && { small: { width: small.width, height: small.height, data: base64Of(small.data) } }),
        }),
        (thrown) => ({ code: thrown instanceof CutoutError ? thrown.code : String(thrown) }),
      ),
    ),
  );
