/**
 * IDs of a network as Matrix localparts (Matrix specification, appendices, "Mapping from other character sets"): `A` is `_a`, `_` is `__`, bytes that
 * a localpart cannot hold are `=xx`.
 */

const plain = /[a-z0-9\-.+]/;

export function encodeLocalpart(id: string): string {
  let encoded = '';
  for (const byte of new TextEncoder().encode(id)) {
    const char = String.fromCharCode(byte);
    if (plain.test(char)) encoded += char;
    else if (char === '_') encoded += '__';
    else if (/[A-Z]/.test(char)) encoded += `_${char.toLowerCase()}`;
    else encoded += `=${byte.toString(16).padStart(2, '0')}`;
  }
  return encoded;
}

/** The opposite; undefined where the text is not what {@link encodeLocalpart} writes. */
export function decodeLocalpart(localpart: string): string | undefined {
  const bytes: number[] = [];
  const pattern = /([a-z0-9\-.+])|_([a-z_])|=([0-9a-f]{2})/y;
  while (pattern.lastIndex < localpart.length) {
    const match = pattern.exec(localpart);
    if (match === null) return undefined;
    const [, same, escaped, hex] = match;
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else bytes.push((same ?? (escaped ?? '').toUpperCase()).charCodeAt(0));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}
