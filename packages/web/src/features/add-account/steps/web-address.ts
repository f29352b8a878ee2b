/** Only addresses of the web become links: the address is the network's. @returns undefined for all others */
export function webAddress(text: string): URL | undefined {
  const address = URL.parse(text);
  return address !== null && /^https?:$/.test(address.protocol) ? address : undefined;
}
