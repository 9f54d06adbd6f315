import { expect, test } from 'vitest';
import { ALL_HOSTS, hostPattern, patternsFor } from '../../../../extension/common/browser/hosts.ts';
import { manifest } from '../../../../extension/manifest.ts';

test.each(['http://a.example:8080/p.jpg', 'https://a.example/p.jpg?x#y'])(
  '%s: its host is asked for by either scheme',
  (url) => {
    const asked = patternsFor(url, undefined);
    expect(asked).toEqual(['http://a.example/*', 'https://a.example/*']);
    expect(asked).toContain(hostPattern(url));
  },
);

test('browsers refuse to ask for a pattern that none of the manifest’s contains', () => {
  const { optional_host_permissions: offered } = manifest('chrome', '1.0.0');
  for (const pattern of [...patternsFor('http://a.example/', undefined), ...patternsFor('http://a.example/', true)])
    expect(offered).toContain(pattern.replace(/\/\/[^/]+\//, '//*/'));
  expect(patternsFor('http://a.example/', true)).toEqual(ALL_HOSTS);
});
