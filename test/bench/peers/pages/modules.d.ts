// What is used of the peers, which are not installed where only the types are checked.

declare module '@imgly/background-removal' {
  export function removeBackground(
    image: Blob,
    config: { publicPath: string; model: string; device: 'cpu' },
  ): Promise<Blob>;
}

declare module '@huggingface/transformers' {
  export const env: {
    remoteHost: string;
    remotePathTemplate: string;
    backends: { onnx: { wasm: { numThreads: number; wasmPaths: { mjs: string; wasm: string } } } };
  };
  export function pipeline(
    task: 'background-removal',
    model: string,
    options: { device: 'wasm'; dtype: 'fp32' },
  ): Promise<(image: Blob) => Promise<{ toBlob(type: string): Promise<Blob> }>>;
}

declare module '@mediapipe/tasks-vision' {
  export const FilesetResolver: { forVisionTasks(base: string): Promise<object> };
  export class ImageSegmenter {
    static createFromOptions(
      fileset: object,
      options: {
        baseOptions: { modelAssetPath: string; delegate: 'CPU' };
        runningMode: 'IMAGE';
        outputConfidenceMasks: boolean;
        outputCategoryMask: boolean;
      },
    ): Promise<ImageSegmenter>;
    segment(image: ImageBitmap): {
      confidenceMasks?: { width: number; height: number; getAsFloat32Array(): Float32Array }[];
      close(): void;
    };
  }
}
