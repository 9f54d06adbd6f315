import { expect, it, test } from 'vitest';
import { readForm } from '../../../worker/intake/form.ts';
import { partsOf } from '../../../worker/intake/multipart.ts';
import { MAX_COPIED_BYTES } from '../../../worker/limits.ts';
import { randomInts } from '../../fixtures/random.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const TYPE = 'multipart/form-data; boundary=b';

/** What a form has, by the name of each part. */
const partsIn = (text: string, type = TYPE) =>
  [...partsOf(bytesOf(text), type)].map(({ name, fileName, content }) => [
    name,
    fileName !== undefined,
    new TextDecoder().decode(content),
  ]);

test('what a browser writes is read as the platform reads it', async () => {
  const below = randomInts(15);
  const form = new FormData();
  form.append('size', 'auto');
  form.append('ünï "q"\r\nx', '😀\r\n--');
  form.append('empty', '');
  form.append('image', new Blob([Uint8Array.from({ length: 70_000 }, () => below(256))]), 'a "b".jpg');
  form.append('background', new Blob([bytesOf(`\r\n--${'\r\n'.repeat(50)}`)]), '');
  const sent = new Response(form);
  const type = sent.headers.get('Content-Type') ?? '';
  const bytes = new Uint8Array(await sent.arrayBuffer());
  const parts = [...partsOf(bytes, type)];
  const read = [...(await new Response(bytes, { headers: { 'Content-Type': type } }).formData())];
  expect(parts.map(({ name }) => name)).toEqual(read.map(([name]) => name));
  for (const [i, [, value]] of read.entries()) {
    expect(parts[i].fileName !== undefined).toBe(typeof value !== 'string');
    const expected = typeof value === 'string' ? bytesOf(value) : new Uint8Array(await value.arrayBuffer());
    expect(Buffer.from(parts[i].content).equals(Buffer.from(expected))).toBe(true);
    expect(parts[i].content.buffer).toBe(bytes.buffer);
  }
});

test('what other clients write is read, too', () => {
  const disposition = 'content-disposition: form-data; filename=a.jpg; name=image';
  expect(partsIn(`before\r\n--b \t\r\nX: 1\r\n${disposition}\r\nContent-Type: x\r\n\r\nin\r\n--b--after`)).toEqual([
    ['image', true, 'in'],
  ]);
  expect(partsIn('--b\r\nContent-Disposition:form-data;name="a\\"b"\r\n\r\n\r\n--b--')).toEqual([['a"b', false, '']]);
  const quoted = 'Multipart/Form-Data; charset=utf-8; Boundary="b c"';
  expect(partsIn('--b c\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--b c--', quoted)).toEqual([
    ['x', false, '1'],
  ]);
  expect(partsIn('--b--')).toEqual([]);
});

const part = (name: string) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nx\r\n`;

it.each([
  ['', TYPE],
  ['--b', TYPE],
  ['--b\r\n', TYPE],
  ['nothing', TYPE],
  ['--bc\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--bc--', TYPE],
  ['--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1', TYPE],
  ['--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--', TYPE],
  ['--b\r\nContent-Disposition: attachment; name="x"\r\n\r\n1\r\n--b--', TYPE],
  [`--b\r\nX: ${'y'.repeat(20_000)}\r\n\r\n1\r\n--b--`, TYPE],
  [`${part('x').repeat(1001)}--b--`, TYPE],
  ['--b--', 'multipart/form-data'],
  ['--b--', `multipart/form-data; boundary=${'b'.repeat(71)}`],
])('what is no form is declined: %#', (text, type) => {
  expect(() => readForm(bytesOf(text), type, [])).toThrow(expect.objectContaining({ problem: 'bad-request' }));
});

test('text is limited, files are not', () => {
  const long = 'x'.repeat(MAX_COPIED_BYTES + 1);
  const form = (more: string) =>
    bytesOf(`--b\r\nContent-Disposition: form-data; name="image"${more}\r\n\r\n${long}\r\n--b--`);
  expect(() => readForm(form(''), TYPE, ['image'])).toThrow(
    expect.objectContaining({ problem: 'too-large', limit: { bytes: MAX_COPIED_BYTES } }),
  );
  expect(readForm(form('; filename="a"'), TYPE, ['image']).files.image).toHaveLength(long.length);
});

test('a form that looks like its boundary everywhere costs no more than its length', () => {
  const boundary = '-'.repeat(70);
  const bytes = bytesOf(`\r\n${'-'.repeat(71)}`.repeat(100_000));
  const started = performance.now();
  expect(() => [...partsOf(bytes, `multipart/form-data; boundary=${boundary}`)]).toThrow();
  expect(performance.now() - started).toBeLessThan(10_000);
});
