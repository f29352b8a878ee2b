/**
 * Where an approval may be sent: to a program on this machine at any port, to a program that owns a URI scheme (RFC 8252, section 7), or to an https
 * address that the owner named in the settings.
 */

/** Never a program's own: what browsers and systems open by themselves. */
const foreignSchemes = new Set(
  [
    'about blob chrome chrome-extension data facetime file filesystem ftp ftps geo git http https imap intent jar javascript ldap mailto market',
    'moz-extension ms-settings news nntp resource rtsp sftp sip sips sms smb ssh tel telnet urn vbscript view-source ws wss xmpp',
  ].flatMap((line) => line.split(' ')),
);
const loopbackNames = new Set(['127.0.0.1', '[::1]', 'localhost']);
const maxLength = 2_000;

function isLoopbackRedirect(uri: string): boolean {
  const url = URL.parse(uri);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && loopbackNames.has(url.hostname);
}

/** @param allowed https addresses that the owner named, compared as they are written */
export function isAllowedRedirect(uri: string, allowed: readonly string[]): boolean {
  // What a parser would drop or repair is not what was asked for.
  if (uri.length > maxLength || !/^[\x21-\x7e]+$/.test(uri) || uri.includes('#')) return false;
  const url = URL.parse(uri);
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (isLoopbackRedirect(uri)) return /^https?:\/\/[^/\\]+(?:[/?][^\\]*)?$/i.test(uri);
  if (url.protocol === 'https:') return allowed.includes(uri);
  return !foreignSchemes.has(url.protocol.slice(0, -1));
}

/** Whether a redirect is one that was registered; the port of a loopback one may be another (RFC 8252, section 7.3). */
export function isRegistered(uri: string, registered: readonly string[]): boolean {
  if (registered.includes(uri)) return true;
  if (!isAllowedRedirect(uri, []) || !isLoopbackRedirect(uri)) return false;
  const wanted = withoutPort(uri);
  return registered.some((known) => isLoopbackRedirect(known) && withoutPort(known) === wanted);
}

/** As it is written: an address that a parser makes the same is not the one that was registered. */
const withoutPort = (uri: string): string =>
  uri.replace(/^(https?:\/\/(?:127\.0\.0\.1|\[::1\]|localhost))(?::\d{1,5})?(?:\/|(?=\?|$))/, '$1/');

/** The redirect with the answer in its query. */
export function withAnswer(uri: string, answer: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(answer)) if (value !== undefined) query.set(name, value);
  return `${uri}${uri.includes('?') ? '&' : '?'}${query}`;
}
