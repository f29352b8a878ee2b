/**
 * What Matrix events say, as messages of the connector contract, and back. Pure functions: no I/O, no state, and none of them throws for
 * any content, however malformed: what cannot be read is absent.
 */

export { type Fields, fields, flag, integer, list, text } from './fields.ts';
export { decodeLocalpart, encodeLocalpart } from './localpart.ts';
export { mediaInfo } from './media.ts';
export { type People, permalink } from './people.ts';
export { isSameKey, type ReactionContent, readReaction, redactedID, writeReaction } from './reactions.ts';
export { type ReadMessage, readMessage } from './read-message.ts';
export { chatCapabilities } from './room-features.ts';
export { type UploadedFile, writeEdit, writeMessage } from './write-message.ts';
