/** The parts that a message is sent as, each one line on the network. */

import type { OutgoingMessage, OutgoingPart } from '@partyline/connector';
import type { TextRun } from '@partyline/rich-text';
import { runsToHTML, textOf } from './formatting/runs-to-html.ts';
import { ACTION_BYTES, asTyped, readOutgoing } from './outgoing-text.ts';
import { refused } from './send-refusal.ts';
import type { Session } from './session.ts';
import { splitLine } from './split-line.ts';

/** 20,000 characters of four bytes fit; at more than that the network would throw us out for flooding. */
const MOST_PARTS = 250;
/** Parts may be sent later, over a connection whose nick or host is longer: `nick_`, `nick__`, ... */
const MARGIN_BYTES = 16;
const SHORTEST_PART = 100;

/** @throws SendError where nothing is left to say, or too much */
export function splitMessage(session: Session, { chatID, ...message }: OutgoingMessage): OutgoingPart[] {
  const { action, lines } = readOutgoing(message);
  if (!action) refuseCommand(lines[0]);
  const room = roomForText(session, chatID) - MARGIN_BYTES - (action ? ACTION_BYTES : 0);
  if (room < SHORTEST_PART) throw refused('no_such_chat', 'That name is too long for IRC.');
  const parts = lines.flatMap((line) => splitLine(line, room));
  if (parts.length === 0) throw refused('empty', 'IRC knows no empty messages.');
  if (parts.length > MOST_PARTS) {
    const message = `IRC would need ${parts.length} messages for this text, and ${MOST_PARTS} at once are the most. Shorten it or send it in pieces.`;
    throw refused('too_long', message);
  }
  return parts.map((runs) => {
    const typed = asTyped(runs, action);
    const html = runsToHTML(typed);
    return { text: textOf(typed), ...(html === undefined ? {} : { html }) };
  });
}

/**
 * `/msg NickServ identify …` is meant for a client, and must not be said aloud in a channel. Written as code it is only a text.
 * @throws SendError
 */
function refuseCommand(line: readonly TextRun[] = []): void {
  const [, command] = /^\/([a-z]+)(?:\s|$)/i.exec(textOf(line)) ?? [];
  if (command === undefined || line[0]?.monospace === true) return;
  throw refused(
    'unknown_command',
    `/${command} looks like a command, and only /me is known here. Nothing was sent. To say it as it is, write it as code: \`/${command}\`.`,
  );
}

/**
 * Bytes the text of a PRIVMSG may have so that nothing is cut off when the server passes it on with our address in front: 512 with the line
 * end (RFC 2812, section 2.3) less `:nick!user@host `, with the longest user and host the server allows.
 */
export function roomForText(session: Session, target: string): number {
  const limit = Number(session.setting('LINELEN') ?? 512);
  const user = Number(session.setting('USERLEN') ?? 11) + 1;
  const host = Number(session.setting('HOSTLEN') ?? 63);
  const around = `:${session.nick}!@ PRIVMSG ${target} :\r\n`;
  return limit - Buffer.byteLength(around) - user - host;
}
