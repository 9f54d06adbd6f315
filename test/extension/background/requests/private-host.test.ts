import { describe, expect, test } from 'vitest';
import { isPrivate } from '../../../../extension/background/requests/private-host.ts';

const PRIVATE = {
  'names of this device': [
    'http://localhost/',
    'http://LOCALHOST:3000/',
    'http://localhost./',
    'http://a.b.localhost/',
  ],
  'names of one label': ['http://intranet/', 'http://router:8080/', 'http://nas./'],
  'names of a network': [
    'http://printer.local/',
    'https://wiki.internal/',
    'https://host.docker.internal/',
    'http://nas.home.arpa:5000/',
    'http://nas.lan/',
    'http://fritz.box/',
    'http://tplinkwifi.net/',
  ],
  'loopback, private and link-local IPv4': [
    'http://127.0.0.1/',
    'http://127.255.255.254:8080/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1:8443/',
    'http://169.254.169.254/',
    'http://100.64.0.1/',
    'http://0.0.0.0/',
  ],
  'spellings that the URL parser straightens': [
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://192.168.257/',
    'http://１２７.0.0.1/',
    'http://127%2e0%2e0%2e1/',
    'http://127。0。0。1/',
    'http://127.0.0.1./',
  ],
  IPv6: [
    'http://[::1]/',
    'http://[::]/',
    'http://[0:0:0:0:0:0:0:1]:8080/',
    'http://[fe80::1]/',
    'http://[febf::1]/',
    'http://[fc00::1]/',
    'http://[fdff:1:2:3:4:5:6:7]/',
    'http://[fec0::1]/',
  ],
  'IPv4 within IPv6': [
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:c0a8:101]/',
    'http://[::10.0.0.1]/',
    'http://[64:ff9b::192.168.0.1]/',
    'http://[2002:c0a8:0001::1]/',
  ],
  'IPv4 written into a name': [
    'http://127.0.0.1.nip.io/',
    'http://192-168-1-5.abc.plex.direct:32400/',
    'http://lvh.me/',
  ],
};

const PUBLIC = [
  'https://example.com/',
  'https://pictures.example:8443/',
  'https://localhost.example.com/',
  'https://local.example.com/',
  'https://my-local.net/',
  'http://8.8.8.8/',
  'http://172.15.255.255/',
  'http://172.32.0.0/',
  'http://192.169.0.1/',
  'http://100.128.0.1/',
  'http://169.253.0.1/',
  'http://128.0.0.1:8080/',
  'http://[2606:4700::1111]/',
  'http://[::ffff:8.8.8.8]/',
  'http://[64:ff9b::8.8.8.8]/',
  'http://[2002:808:808::1]/',
  'https://cdn-8-8-8-8.example.com/',
  'https://1-2.example.com/',
];

describe.each(Object.entries(PRIVATE))('private: %s', (_, urls) => {
  test.each(urls)('%s', (url) => expect(isPrivate(url)).toBe(true));
});

test.each(PUBLIC)('public: %s', (url) => expect(isPrivate(url)).toBe(false));
