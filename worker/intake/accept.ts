/** True when an `Accept` header (RFC 9110, 12.5.1) takes `type`; absent, it takes everything. */
export function accepts(header: string | undefined, type: string): boolean {
  if (header === undefined || header.trim() === '') return true;
  const [family] = type.split('/');
  const ranges = header.split(',').map((range) => {
    const [name, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const isRefused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    return { name, isRefused };
  });
  // The most specific range decides.
  const range = [type, `${family}/*`, '*/*']
    .map((wanted) => ranges.find(({ name }) => name === wanted))
    .find((found) => found);
  return range !== undefined && !range.isRefused;
}
