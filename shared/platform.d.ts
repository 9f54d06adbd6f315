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
  readonly readable: unknown;
  readonly writable: {
    getWriter(): { write(block: Uint8Array<ArrayBuffer>): Promise<void>; close(): Promise<void> };
  };
}
declare class Response {
  constructor(body: unknown);
  arrayBuffer(): Promise<ArrayBuffer>;
}
