/** Who Matrix user IDs stand for, and how links name them. */

export interface People {
  /** The network's own ID of a Matrix user; undefined for somebody who is nobody there, such as the bridge's bot. */
  userID(mxid: string): string | undefined;
  /** The Matrix user who stands for somebody of the network. */
  mxid(userID: string): string;
}

const prefix = 'https://matrix.to/#/';

export function permalink(id: string): string {
  return `${prefix}${encodeURIComponent(id)}`;
}

const linkPattern = /(<a\b[^>]*\bhref=")https:\/\/matrix\.to\/#\/([^"?]+)[^"]*(")/g;

/** Links to people, with their IDs replaced; links to anything else, and to people `replace` does not know, stay. */
export function replaceLinkedIDs(html: string, replace: (id: string) => string | undefined): string {
  return html.replace(linkPattern, (link: string, before: string, encoded: string, after: string) => {
    const id = decoded(encoded);
    const other = id === undefined ? undefined : replace(id);
    return other === undefined ? link : `${before}${permalink(other)}${after}`;
  });
}

/** Every ID that is linked to, in order. */
export function linkedIDs(html: string): string[] {
  return [...html.matchAll(linkPattern)].flatMap((match) => decoded(match[2] ?? '') ?? []);
}

function decoded(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded.replaceAll('&amp;', '&'));
  } catch {
    return undefined;
  }
}
