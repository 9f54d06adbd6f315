// The few globals that browsers, Node and workerd all have and that the core relies on.
declare function setTimeout(callback: () => void, milliseconds: number): unknown;
declare function clearTimeout(timer: unknown): void;
declare const crypto: {
  readonly subtle: { digest(algorithm: 'SHA-256', data: ArrayBuffer | ArrayBufferView): Promise<ArrayBuffer> };
};
declare function atob(base64: string): string;
interface Blob {
  readonly size: number;
  readonly type: string;
}
declare const Blob: {
  readonly prototype: Blob;
  new (parts?: (ArrayBuffer | string)[], options?: { type?: string }): Blob;
};
declare class CompressionStream {
  constructor(format: 'deflate');
  readonly readable: {
    getReader(): {
      read(): Promise<{ done: true; value?: undefined } | { done: false; value: Uint8Array<ArrayBuffer> }>;
      cancel(): Promise<void>;
    };
  };
  readonly writable: {
    getWriter(): {
      write(block: Uint8Array<ArrayBuffer>): Promise<void>;
      close(): Promise<void>;
      abort(reason: unknown): Promise<void>;
    };
  };
}
