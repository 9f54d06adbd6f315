import { describe, expect, it } from 'vitest';
import { sniff } from '../../../../shared/sniff/sniff.ts';
import { ascii, declined } from '../declined.ts';

describe('SVG', () => {
  const svg = (attributes: string) => ascii(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}><g/></svg>`);
  it.each([
    ['width="300" height="200"', 300, 200],
    ["width='300px' height = '1in'", 300, 96],
    ['viewBox="0 0 640 480"', 640, 480],
    ['width="100%" height="100%" viewBox="0,0,640,480"', 640, 480],
    ['width="320" viewBox="0 0 640 480"', 320, 240],
    ['height="240" viewBox="0 0 640 480"', 320, 240],
    ['', 512, 512],
    ['viewBox="0 0 1 1"', 512, 512],
    ['width="100000" height="50000"', 4096, 2048],
    ['data-note="a > b" width="77" height="88"', 77, 88],
  ])('%s is %i × %i', (attributes, width, height) => {
    expect(sniff(svg(attributes))).toEqual({ format: 'svg', width, height, orientation: 1, animated: false });
  });

  it('is found behind byte order marks, prolog, comments and doctype', () => {
    const text =
      '<?xml version="1.0"?>\n<!-- <html> -->\n<!DOCTYPE svg [ <!ENTITY a "b"> ]>\n<svg:svg width="64" height="32"></svg:svg>';
    const size = { format: 'svg', width: 64, height: 32 };
    expect(sniff(ascii(text))).toMatchObject(size);
    expect(sniff(Buffer.from(`\ufeff${text}`))).toMatchObject(size);
    const wide = Buffer.from(`\ufeff${text}`, 'utf16le');
    expect(sniff(wide)).toMatchObject(size);
    expect(sniff(wide.swap16())).toMatchObject(size);
    expect(sniff(ascii('<svg width="64" height="32"/>'))).toMatchObject(size);
  });

  it('misses its closing tag', () => {
    expect(declined(svg('').subarray(0, -8)).code).toBe('truncated');
    expect(declined(ascii('<svg width="9')).code).toBe('truncated');
  });
});
