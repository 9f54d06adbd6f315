import { hexOf, sha256 } from '../../../shared/hash.ts';
import { hmac } from '../hmac.ts';

/** Where a bucket is reached by its S3 API, and whose key signs. */
export interface S3Access {
  /** The bucket's address, without a slash at its end. */
  readonly bucketUrl: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What a link allows. */
export interface Allowed {
  readonly method: 'GET' | 'PUT';
  readonly key: string;
  /** Headers that have to be sent as they stand here, beside the host's; their names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly seconds: number;
}

const bytesOf = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

/** Percent-encoded as the signature wants it: all but letters, digits and `-._~`. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * An address by which whoever has it may do one thing to one object for a time: signed in the query by AWS Signature Version 4
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html). Nobody is asked.
 */
export async function presign(access: S3Access, allowed: Allowed, now = new Date()): Promise<string> {
  const { bucketUrl, region, accessKeyId, secretAccessKey } = access;
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = [time.slice(0, 8), region, 's3', 'aws4_request'];
  const { host, pathname } = new URL(bucketUrl);
  const headers = Object.entries({ ...allowed.headers, host }).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = headers.map(([name]) => name).join(';');
  const path = `${pathname === '/' ? '' : pathname}/${allowed.key.split('/').map(encode).join('/')}`;
  const query = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', [accessKeyId, ...scope].join('/')],
    ['X-Amz-Date', time],
    ['X-Amz-Expires', String(allowed.seconds)],
    ['X-Amz-SignedHeaders', names],
  ]
    .map(([name, value]) => `${name}=${encode(value)}`)
    .join('&');
  const request = [
    ...[allowed.method, path, query],
    ...headers.map(([name, value]) => `${name}:${value}`),
    ...['', names, 'UNSIGNED-PAYLOAD'],
  ].join('\n');
  const digest = await sha256(bytesOf(request));
  let key = bytesOf(`AWS4${secretAccessKey}`);
  for (const part of scope) key = await hmac(key, part);
  const signature = hexOf(await hmac(key, ['AWS4-HMAC-SHA256', time, scope.join('/'), digest].join('\n')));
  return `${new URL(bucketUrl).origin}${path}?${query}&X-Amz-Signature=${signature}`;
}
