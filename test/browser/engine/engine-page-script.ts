import type { CutoutErrorCode } from '../../../shared/errors.ts';
import type { CutoutClient } from '../../../shared/web/engine-worker/client.ts';
import { createWorkerClient } from '../../../shared/web/engine-worker/worker-client.ts';

/** Runs in a page of the extension; its engine worker is the one that is shipped. */
let client: CutoutClient | undefined;

window.cutOutFile = async (base64) => {
  client ??= createWorkerClient({
    workerUrl: chrome.runtime.getURL('engine/worker.js'),
    ortBase: chrome.runtime.getURL('ort/'),
    ortBuilds: [location.protocol === 'moz-extension:' ? 'asyncify' : 'jspi'],
    modelsBase: chrome.runtime.getURL('models/'),
  });
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  try {
    const answer = await client.cutOut({
      picture: new Blob([bytes]),
      outputs: ['cutout', 'matte'],
      network: 'lite',
    });
    const cutout = await createImageBitmap(answer.cutout as Blob);
    const png = new Uint8Array(await (answer.matte as Blob).arrayBuffer());
    return {
      width: answer.width,
      height: answer.height,
      cutout: [cutout.width, cutout.height],
      matte: btoa(Array.from(png, (byte) => String.fromCharCode(byte)).join('')),
    };
  } catch (thrown) {
    const { code, message } = thrown as { code: CutoutErrorCode; message: string };
    return { code, message };
  }
};
