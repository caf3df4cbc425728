import { BlockList, isIP } from 'node:net';

/** Whether an address is the one named, or lies in the network named (`192.0.2.0/24`, `2001:db8::/32`). What is no address is only like itself. */
export function isWithin(address: string, named: string): boolean {
  if (address === named) return true;
  const [network = '', bits] = named.split('/');
  const family = familyOf(network);
  if (family === null || familyOf(address) !== family) return false;
  const prefix = Number(bits);
  const most = family === 'ipv4' ? 32 : 128;
  if (bits === undefined || !/^\d{1,3}$/.test(bits) || prefix > most) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list.check(address, family);
}

function familyOf(text: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(text);
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : null;
}
