/** Reactions and redactions. */

import { type Fields, fields, text } from './fields.ts';

export interface ReactionContent {
  /** Event ID of the message. */
  readonly messageID: string;
  readonly key: string;
}

/** Undefined when it is no reaction that can be read. */
export function readReaction(content: Fields): ReactionContent | undefined {
  const relation = fields(content['m.relates_to']);
  const messageID = text(relation['event_id']);
  const key = text(relation['key']);
  if (relation['rel_type'] !== 'm.annotation' || messageID === undefined || key === undefined) return undefined;
  // A picture of the network's own: its name says more than its address.
  const shortcode = text(content['com.beeper.reaction.shortcode']) ?? text(content['shortcode']);
  return { messageID, key: key.startsWith('mxc://') ? (shortcode ?? key) : withoutIdleSign(key) };
}

/** Where an emoji is shown as a picture anyway, the sign makes one reaction into two. */
const withoutIdleSign = (key: string) => key.replace(/(\p{Emoji_Presentation}\p{Emoji_Modifier}?)\uFE0F/gu, '$1');

/** Bridges add to an emoji the sign that it is to be shown as a picture (U+FE0F), whether it was there or not. */
export function isSameKey(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

const plain = (key: string) => key.replaceAll('\uFE0F', '');

export function writeReaction({ messageID, key }: ReactionContent): Fields {
  return { 'm.relates_to': { rel_type: 'm.annotation', event_id: messageID, key } };
}

/** The event that a redaction takes back; it is told in the content since room version 11. */
export function redactedID(event: { readonly content: Fields; readonly redacts?: unknown }): string | undefined {
  return text(event.content['redacts']) ?? text(event.redacts);
}
