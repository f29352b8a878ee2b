/** A name or title as it is shown in a file: without control characters and marks that turn the direction of writing, on one line. */
export function shown(text: string | undefined, fallback = 'untitled'): string {
  const clean = (text ?? '').replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').replace(/\s+/gu, ' ');
  return clean.trim() || fallback;
}
