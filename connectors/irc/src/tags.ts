/** Message tags on the way out; https://ircv3.net/specs/extensions/message-tags */

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', ';': '\\:', ' ': '\\s', '\r': '\\r', '\n': '\\n' };

export function tagged(command: string, tags: Readonly<Record<string, string>>): string {
  const pieces = Object.entries(tags).map(
    ([name, value]) => `${name}=${value.replace(/[\\; \r\n]/g, (found) => ESCAPES[found] ?? '')}`,
  );
  return pieces.length === 0 ? command : `@${pieces.join(';')} ${command}`;
}
