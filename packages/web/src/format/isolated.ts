/** A name within a text of ours: whatever its direction is, it turns round nothing beside it (Unicode UAX 9, 2.3: first strong isolate). */
export const isolated = (name: string): string => `\u2068${name}\u2069`;
