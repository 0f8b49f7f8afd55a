import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { DeliveryFailure } from './delivery-failure.ts';

/**
 * What is not of the public internet, by the registries of special-purpose addresses of IANA: this host, private and shared
 * networks, link-local (where clouds answer with their keys), documentation, benchmarks, multicast, reserved; and the one
 * public address at which a cloud answers its own machines.
 */
const SPECIAL_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** Of IPv6 only this is given to anybody: no loopback, mapped IPv4, NAT64, unique-local, link-local or multicast is in it. */
const GLOBAL_V6 = ['2000::/3'];
/** Of that: protocols (Teredo among them), documentation, and 6to4, which hides an address of IPv4. */
const SPECIAL_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const special = listOf([
  ['ipv4', SPECIAL_V4],
  ['ipv6', SPECIAL_V6],
]);
const global = listOf([['ipv6', GLOBAL_V6]]);

/** Whether an IP address is one of the public internet. False for what is no address. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, 'ipv4');
  // A zone is of a link, and no list knows what to make of it.
  if (family === 0 || address.includes('%')) return false;
  return global.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

export type Resolve = (
  host: string,
  options: { readonly all: true; readonly family?: number },
  done: (error: NodeJS.ErrnoException | null, addresses?: LookupAddress[]) => void,
) => void;

/** Of one question to a server of names, and how often it is asked. Milliseconds. */
const DNS_TIMEOUT = 2_000;
const DNS_TRIES = 2;

/**
 * What a name means in the DNS. Not by the system's own look-up: that takes one of the process's four threads for as long as
 * a name's server likes, and passwords are hashed there.
 * @param servers of names; default: the system's
 */
export function dnsResolve(servers?: readonly string[]): Resolve {
  const resolver = new Resolver({ timeout: DNS_TIMEOUT, tries: DNS_TRIES });
  if (servers) resolver.setServers(servers);
  const ask = async (host: string, family: number): Promise<LookupAddress[]> => {
    const addresses = await (family === 6 ? resolver.resolve6(host) : resolver.resolve4(host));
    return addresses.map((address) => ({ address, family }));
  };
  return (host, { family }, done) => {
    const families = family ? [family] : [4, 6];
    void Promise.allSettled(families.map((family) => ask(host, family))).then((answers) => {
      const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
      done(found.length > 0 ? null : new DeliveryFailure('NAME_NOT_RESOLVED'), found);
    });
  };
}

/**
 * A `lookup` for a connection, which takes public addresses alone. It is the connection that asks: between the look and the
 * connection nothing is asked again, so a name cannot change its address there. A name with one address that is not
 * public is refused whole.
 */
export function publicLookup(resolve: Resolve): LookupFunction {
  return (host, options, done) => {
    const family = options.family === 'IPv4' ? 4 : options.family === 'IPv6' ? 6 : (options.family ?? 0);
    resolve(host, { all: true, family }, (error, found) => {
      const isPublic = found?.length && found.every(({ address }) => isPublicAddress(address));
      const refusal = error ?? (isPublic ? null : refused());
      if (refusal) done(refusal, '', 0);
      else if (options.all) done(null, found!);
      else done(null, found![0]!.address, found![0]!.family);
    });
  };
}

export function refused(): DeliveryFailure {
  return new DeliveryFailure('ADDRESS_REFUSED');
}

function listOf(kinds: readonly (readonly ['ipv4' | 'ipv6', readonly string[]])[]): BlockList {
  const list = new BlockList();
  for (const [kind, subnets] of kinds) {
    for (const subnet of subnets) {
      const [network, prefix] = subnet.split('/') as [string, string];
      list.addSubnet(network, Number(prefix), kind);
    }
  }
  return list;
}
