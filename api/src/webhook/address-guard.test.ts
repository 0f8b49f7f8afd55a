import type { LookupAddress } from 'node:dns';
import { isPublicAddress, publicLookup, type Resolve } from './address-guard.ts';

test.each([
  ['loopback', ['127.0.0.1', '127.255.255.254', '::1']],
  ['this host', ['0.0.0.0', '0.1.2.3', '::']],
  ['private networks', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1']],
  ['a carrier’s own network', ['100.64.0.1', '100.100.100.200', '100.127.255.255']],
  ['link-local', ['169.254.0.1', 'fe80::1', 'fe80::1%eth0', 'febf::1']],
  ['what clouds tell their machines', ['169.254.169.254', '192.0.0.192', '168.63.129.16', 'fd00:ec2::254']],
  ['unique-local', ['fc00::1', 'fd12:3456:789a::1']],
  ['multicast', ['224.0.0.1', '239.255.255.250', 'ff02::1']],
  ['reserved and broadcast', ['240.0.0.1', '255.255.255.255']],
  [
    'documentation and benchmarks',
    ['192.0.2.1', '198.51.100.7', '203.0.113.9', '198.18.0.1', '2001:db8::1', '3fff::1'],
  ],
  ['IPv4 as IPv6', ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::127.0.0.1', '::ffff:0:127.0.0.1']],
  ['IPv4 inside of IPv6', ['64:ff9b::7f00:1', '64:ff9b:1::1', '2002:7f00:1::', '2001:0:7f00:1::', '2001::1']],
  ['no address', ['', 'localhost', '127.1', '0x7f000001', '1.2.3.4.5']],
])('[HOOK4] %s is not of the public internet', (_what, addresses) => {
  for (const address of addresses) expect([address, isPublicAddress(address)]).toEqual([address, false]);
});

test('[HOOK4] addresses beside those are', () => {
  const beside = ['1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.0.0.1', '128.0.0.1'];
  const more = ['169.253.1.1', '172.15.0.1', '172.32.0.1', '192.167.0.1', '223.255.255.255', '168.63.129.17'];
  const six = ['2001:4860:4860::8888', '2606:4700::1111', '2a00:1450:4001::1', '2003::1', '2001:200::1'];
  for (const address of [...beside, ...more, ...six]) {
    expect([address, isPublicAddress(address)]).toEqual([address, true]);
  }
});

const resolving =
  (...addresses: string[]): Resolve =>
  (_host, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

function look(resolve: Resolve, options: object = {}): Promise<unknown> {
  return new Promise((settle, fail) => {
    publicLookup(resolve)('hooks.example.org', options, (error, address, family) =>
      error ? fail(error) : settle(Array.isArray(address) ? address : ([address, family] as unknown)),
    );
  });
}

test('[HOOK4] a connection gets the addresses that were looked at, one or all', async () => {
  const resolve = resolving('1.1.1.1', '2606:4700::1111');
  expect(await look(resolve)).toEqual(['1.1.1.1', 4]);
  const all: LookupAddress[] = [
    { address: '1.1.1.1', family: 4 },
    { address: '2606:4700::1111', family: 6 },
  ];
  expect(await look(resolve, { all: true })).toEqual(all);
});

test('[HOOK4] a name with one address that is not public is refused whole', async () => {
  for (const options of [{}, { all: true }]) {
    await expect(look(resolving('1.1.1.1', '10.0.0.1'), options)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    await expect(look(resolving('::ffff:169.254.169.254'), options)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
  }
});

test('[HOOK4] a name without any address fails, whatever the system makes of that', async () => {
  const unknown = Object.assign(new Error('no'), { code: 'ENOTFOUND' });
  await expect(look((_host, _options, done) => done(unknown))).rejects.toBe(unknown);
  await expect(look(resolving())).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
});
