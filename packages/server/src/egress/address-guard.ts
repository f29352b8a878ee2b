/**
 * Which addresses this server may be made to call (design, section 5). What is not a public address is refused, unless the owner named it: it
 * could be this machine, its network, or the metadata service of a cloud.
 */

import { BlockList, isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Told to whoever asked for the call. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

export interface AddressGuard {
  /**
   * Looks at what the URL itself says; a host name is looked at again when it has been resolved.
   * @throws AddressRefused in words that say what to do
   */
  checkURL(url: URL): void;
  /** Why that IP address may not be called by that protocol, `http:` or `https:`; undefined when it may. */
  refusalOf(address: string, protocol: string): AddressRefused | undefined;
}

/** @param ownerRanges IP addresses and ranges in CIDR notation that may be called although they are private, also without TLS */
export function createAddressGuard(ownerRanges: readonly string[]): AddressGuard {
  const allowed = new BlockList();
  for (const range of ownerRanges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) allowed.addAddress(address, family);
    else allowed.addSubnet(address, Number(bits), family);
  }

  const refusalOf = (address: string, protocol: string) => {
    if (allowed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')) return undefined;
    if (!isPublic(address)) {
      return new AddressRefused(
        `${address} is not a public address. If that is meant, add it to the setting webhookPrivateAddresses.`,
      );
    }
    return protocol === 'https:' ? undefined : new AddressRefused(readable);
  };

  return {
    refusalOf,
    checkURL(url) {
      if (url.protocol !== 'https:' && url.protocol !== 'http:')
        throw new AddressRefused('The address must begin with https://');
      if (url.username !== '' || url.password !== '')
        throw new AddressRefused('The address must not hold a user name or a password.');
      const host = url.hostname.replace(/^\[|\]$/g, '');
      const refusal = isIP(host) === 0 ? undefined : refusalOf(host, url.protocol);
      if (refusal !== undefined) throw refusal;
      if (url.protocol === 'http:' && ownerRanges.length === 0) throw new AddressRefused(readable);
    },
  };
}

const readable = 'Only https:// goes to public addresses: messages would be readable on the way.';

/** RFC 4291, 2.4: global unicast is 2000::/3 today; the rest of what is neither named nor given out is not. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

function isPublic(address: string): boolean {
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast);
}
