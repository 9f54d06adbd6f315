// Which hosts answer only those who are inside a network: what they give away, an outsider could not get.

/** Names, and ends of names, that only a network's own servers resolve (RFC 6761, 6762, 8375, and what routers use). */
const ENDINGS: ReadonlySet<string> = new Set([
  ...['localhost', 'local', 'internal', 'home.arpa', 'localdomain', 'lan', 'home', 'corp', 'intranet', 'private'],
  ...['intra', 'domain', 'workgroup', 'router', 'mail', 'test', 'onion', 'mshome.net', 'ts.net'],
  // A router's own names, which it answers itself.
  ...[
    'fritz.box',
    'fritz.nas',
    'easy.box',
    'o2.box',
    'asusrouter.com',
    'router.asus.com',
    'routerlogin.com',
    'routerlogin.net',
    'orbilogin.com',
    'tplinkwifi.net',
  ],
  ...['tplinkmodem.net', 'miwifi.com', 'speedport.ip', 'mafreebox.freebox.fr'],
  // Public names of this device itself.
  ...['localtest.me', 'lvh.me'],
  // Public names of whatever address is written in them, also as hexadecimal digits.
  ...['nip.io', 'sslip.io'],
]);

/** IPv4 blocks that are not on the public internet (RFC 6890): first address, and how many bits all of it share. */
const BLOCKS: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

const DOTTED = /^\d+\.\d+\.\d+\.\d+$/;
/** An IPv4 address written into a longer name, as services do that resolve to it: `192-168-0-7.example.net`. */
const WRITTEN_IN_NAME = /(?<![a-z0-9])(\d{1,3})([.-])(\d{1,3})\2(\d{1,3})\2(\d{1,3})(?![a-z0-9])/g;

/**
 * True for the address of something that a stranger on the internet can't reach: this device, its network, or what has a
 * name there only. Ports make no difference.
 *
 * @param url as its parser leaves it, so that odd spellings of an address count as the address.
 */
export function isPrivate({ hostname }: { readonly hostname: string }): boolean {
  const host = hostname.toLowerCase().replace(/\.+$/, '');
  if (host.startsWith('[')) return isPrivateIpv6(wordsOf(host.slice(1, -1)));
  if (DOTTED.test(host)) return isPrivateIpv4(numberOf(host));
  const labels = host.split('.');
  return (
    labels.length < 2 ||
    labels.some((_, at) => ENDINGS.has(labels.slice(at).join('.'))) ||
    [...host.matchAll(WRITTEN_IN_NAME)].some(([, a, , b, c, d]) => isPrivateIpv4(numberOf([a, b, c, d].join('.'))))
  );
}

const numberOf = (dotted: string): number => dotted.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);

const isPrivateIpv4 = (address: number): boolean =>
  BLOCKS.some(([first, bits]) => {
    const size = 2 ** (32 - bits);
    return Math.floor(address / size) === Math.floor(numberOf(first) / size);
  });

/** The eight 16-bit words of an IPv6 address as the URL parser writes it. */
function wordsOf(address: string): number[] {
  const [before, after] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const gap = after ? Array(8 - before.length - after.length).fill('0') : [];
  return [...before, ...gap, ...(after ?? [])].map((word) => Number.parseInt(word, 16));
}

function isPrivateIpv6(words: readonly number[]): boolean {
  const [first, second] = words;
  const begins = (...start: number[]) => start.every((word, at) => words[at] === word);
  const ipv4At = (at: number) => isPrivateIpv4(words[at] * 65_536 + words[at + 1]);
  // Mapped, translated (NAT64) and 6to4 addresses carry an IPv4 address.
  if (begins(0, 0, 0, 0, 0, 0xffff) || begins(0x64, 0xff9b, 0, 0, 0, 0)) return ipv4At(6);
  if (first === 0x2002) return ipv4At(1);
  // Only 2000::/3 is public, and of it neither what protocols keep (2001::/23) nor documentation.
  const isReserved = first === 0x2001 && (second < 0x200 || second === 0xdb8);
  return first < 0x2000 || first > 0x3fff || isReserved || (first === 0x3fff && second < 0x1000);
}
