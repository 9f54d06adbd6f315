import { expect, it } from 'vitest';
import { presign } from '../../../../worker/batches/bucket/presign.ts';

it('signs as AWS says: the example of its documentation', async () => {
  const access = {
    bucketUrl: 'https://examplebucket.s3.amazonaws.com',
    region: 'us-east-1',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  };
  const now = new Date('2013-05-24T00:00:00.000Z');
  const url = new URL(await presign(access, { method: 'GET', key: 'test.txt', seconds: 86_400 }, now));
  expect(url.pathname).toBe('/test.txt');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request',
    'X-Amz-Date': '20130524T000000Z',
    'X-Amz-Expires': '86400',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  });
});

it('signs how many bytes are sent, and a bucket that stands in the path', async () => {
  const access = { bucketUrl: 'https://a.r2.example/bucket', region: 'auto', accessKeyId: 'id', secretAccessKey: 's' };
  const now = new Date('2026-11-29T09:00:00.000Z');
  const link = async (bytes: string, key = 'a/b c') =>
    new URL(await presign(access, { method: 'PUT', key, headers: { 'content-length': bytes }, seconds: 60 }, now));
  const url = await link('5');
  expect(url.pathname).toBe('/bucket/a/b%20c');
  expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host');
  const signature = (one: URL) => one.searchParams.get('X-Amz-Signature');
  expect(signature(await link('5'))).toBe(signature(url));
  expect(signature(await link('6'))).not.toBe(signature(url));
  expect(signature(await link('5', 'a/c'))).not.toBe(signature(url));
});
