/** A message event's content as the contract's. */

import type { Content, IncomingAttachment, MessageEvent } from '@partyline/connector';
import { type Fields, fields, flag, list, text } from './fields.ts';
import { readLinkPreviews } from './link-previews.ts';
import { mediaAddress, mediaInfo } from './media.ts';
import { linkedIDs, type People } from './people.ts';
import { readPoll } from './poll.ts';
import { readText } from './read-text.ts';

export interface ReadMessage extends Content {
  readonly type?: NonNullable<MessageEvent['type']>;
  /** Event ID of the message that is answered. */
  readonly replyTo?: string;
  /** Event ID of the message this replaces: then it is an edit. */
  readonly replaces?: string;
  /** A name that is to be shown instead of the sender's (MSC4144). */
  readonly senderName?: string;
}

/** Undefined for types that are no messages. */
export function readMessage(type: string, content: Fields, people: People): ReadMessage | undefined {
  const relation = fields(content['m.relates_to']);
  const replaces = relation['rel_type'] === 'm.replace' ? text(relation['event_id']) : undefined;
  const said = replaces === undefined ? content : { ...content, ...fields(content['m.new_content']) };
  const body = readBody(type, said, people);
  if (body === undefined) return undefined;
  const replyTo = repliedTo(relation);
  const mentions = mentioned(said, body.html, people);
  const links = readLinkPreviews(said);
  const senderName = text(fields(said['com.beeper.per_message_profile'])['displayname']);
  return {
    ...body,
    ...(mentions.length > 0 && { mentions }),
    ...(links.length > 0 && { links }),
    ...(replyTo !== undefined && replaces === undefined && { replyTo }),
    ...(replaces !== undefined && { replaces }),
    ...(senderName !== undefined && { senderName }),
  };
}

type Body = Pick<ReadMessage, 'text' | 'html' | 'attachments' | 'type'>;

function readBody(type: string, content: Fields, people: People): Body | undefined {
  if (type === 'org.matrix.msc3381.poll.start' || type === 'm.poll.start') return readPoll(content);
  if (type !== 'm.room.message' && type !== 'm.sticker') return undefined;
  const msgtype = type === 'm.sticker' ? type : (text(content['msgtype']) ?? 'm.text');
  if (fields(content['com.beeper.action_message'])['type'] !== undefined)
    return { ...readText(content, people), type: 'NOTICE' };
  if (msgtype === 'm.location') return { ...location(content, people), type: 'LOCATION' };
  if (msgtype === 'com.beeper.gallery') return gallery(content, people);
  const attachment = attachmentOf(content, msgtype);
  if (attachment === undefined) {
    const said = readText(content, people);
    if (msgtype === 'm.notice') return { ...said, type: 'NOTICE' };
    return msgtype === 'm.emote' ? emote(said) : said;
  }
  const captioned = text(content['filename']) !== undefined && content['filename'] !== content['body'];
  const caption = captioned && msgtype !== 'm.sticker' ? readText(content, people) : { text: '' };
  return { ...caption, attachments: [attachment] };
}

function attachmentOf(content: Fields, msgtype: string): IncomingAttachment | undefined {
  const info = mediaInfo(content, msgtype);
  const ref = mediaAddress(content);
  return info === undefined || ref === undefined ? undefined : { ...info, ref };
}

/** Several pictures in one message (Beeper's extension). */
function gallery(content: Fields, people: People): Body {
  const images = list(content['com.beeper.gallery.images']).map(fields);
  const attachments = images.flatMap((image) => attachmentOf(image, text(image['msgtype']) ?? 'm.image') ?? []);
  const caption = text(content['com.beeper.gallery.caption']);
  if (caption === undefined) return { text: '', attachments };
  const html = text(content['com.beeper.gallery.caption_html']);
  const format = html === undefined ? {} : { format: 'org.matrix.custom.html', formatted_body: html };
  return { ...readText({ body: caption, ...format }, people), attachments };
}

/** With a link to a map, unless the bridge has put one in. */
function location(content: Fields, people: People): Body {
  const words = text(content['body']) ?? 'Location';
  const place = /^geo:(-?[\d.]+),(-?[\d.]+)/.exec(text(content['geo_uri']) ?? '');
  if (place === null || words.includes('https://')) return readText({ ...content, body: words }, people);
  return { text: `${words}\nhttps://www.openstreetmap.org/?mlat=${place[1]}&mlon=${place[2]}` };
}

function emote(said: Body): Body {
  return { text: `* ${said.text}`, ...(said.html !== undefined && { html: `* ${said.html}` }) };
}

/** Inside a thread the newest message is named for clients that know no threads; that is no reply (client-server API, "Threading"). */
function repliedTo(relation: Fields): string | undefined {
  const replied = text(fields(relation['m.in_reply_to'])['event_id']);
  if (relation['rel_type'] !== 'm.thread') return replied;
  return flag(relation['is_falling_back']) ? text(relation['event_id']) : (replied ?? text(relation['event_id']));
}

function mentioned(content: Fields, html: string | undefined, people: People): string[] {
  const told = content['m.mentions'];
  if (told === undefined) return linkedIDs(html ?? '');
  const mxids = list(fields(told)['user_ids']).flatMap((mxid) => text(mxid) ?? []);
  const ids = mxids.flatMap((mxid) => people.userID(mxid) ?? []);
  return flag(fields(told)['room']) ? [...ids, '@room'] : ids;
}
