/**
 * A hosted bridge program between the server and a real IRC network. Kills hit the server, the bridge, or both. What was acknowledged to the bridge stands in
 * the bridge's own database: it keeps a message after the server has answered for it, and not before.
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { apiOf as plainApiOf } from '../../connectors/mautrix/test/api.ts';
import { addressOf, enter, joinChannel } from '../../connectors/mautrix/test/irc/house.ts';
import { ircBridge } from '../../connectors/mautrix/test/irc/program.ts';
import { type Ircd, joinAsPeer, type Peer } from '../support/ircd.ts';
import { TOKEN } from '../support/server.ts';
import { until } from '../support/until.ts';
import { arrivedAt } from './arrived.ts';
import { type Field, incomingText } from './field.ts';
import { keepPace, type Pace } from './pace.ts';
import type { Victim } from './victim.ts';

const nick = 'tester';
const channels = ['#one', '#two', '#three'];
const targets = [...channels, nick];
const settleMs = 60_000;

export async function bridgeField(
  dataDir: string,
  ircd: Ircd,
  perSecond: number,
  victimOf: () => Pick<Victim, 'url'>,
): Promise<Field> {
  const { program, skip } = await ircBridge();
  if (skip !== false) throw new Error(`The bridge program ${skip}`);
  mkdirSync(join(dataDir, 'bridges'));
  const installed = join(dataDir, 'bridges', 'irc-bridge');
  symlinkSync(program, installed);

  const peer = await joinAsPeer(ircd, { nick: 'witness' });
  // The server repeats to the witness what it says, under the name that the bridge is given for it.
  peer.send('CAP REQ :message-tags echo-message');
  await peer.line(/ CAP \S+ ACK /);
  for (const channel of channels) await peer.join(channel);
  let number = 0;
  const say = () => {
    const text = incomingText(number++);
    peer.say(targets[number % targets.length] ?? nick, text);
    return text;
  };
  let pace: Pace | undefined;
  let kept: DatabaseSync | undefined;
  const delivered = new Set<string>();
  const acknowledged = new Set<string>();
  const read = () => {
    const texts = textsByID(peer);
    for (const text of texts.values()) delivered.add(text);
    for (const id of keptIDs(kept)) {
      const text = texts.get(id);
      if (text !== undefined) acknowledged.add(text);
    }
  };
  const untilKept = (texts: readonly string[]) =>
    until(
      'the bridge was answered for what came in',
      async () => {
        read();
        return texts.every((text) => acknowledged.has(text)) ? true : undefined;
      },
      settleMs,
    );

  return {
    server: { flags: ['--retry-seconds=1'] },
    delivered,
    acknowledged,
    async open() {
      const api = plainApiOf(await victimOf().url(), TOKEN);
      const accountID = await enter({ api }, { server: addressOf(ircd), nick });
      const chatIDs: string[] = [];
      for (const channel of channels) chatIDs.push(await joinChannel({ api }, accountID, nick, channel));
      const direct = { accountID, type: 'single', participantIDs: [peer.nick] };
      chatIDs.push((await api.post<{ chatID: string }>('/v1/chats', direct)).chatID);
      kept = new DatabaseSync(join(dataDir, 'bridge-data', 'mautrix-irc', 'bridge.db'), { readOnly: true });
      await untilKept(targets.map(say));
      return chatIDs;
    },
    start() {
      pace = keepPace(perSecond, say);
    },
    async flowing() {
      const before = keptIDs(kept).length;
      await until('something came in', async () => (keptIDs(kept).length > before ? true : undefined), settleMs);
    },
    strike: createStrike(installed),
    async finish() {
      pace?.stop();
      await peer.barrier();
      // One more to each, so that everything before it has been dealt with.
      await untilKept(targets.map(say));
    },
    arrived: () => arrivedAt(peer),
    async end() {
      pace?.stop();
      kept?.close();
      peer.end();
      await ircd.end();
    },
  };
}

/** A bridge that is killed alone again and again is started later each time, until the server starts anew. */
const aloneAtMost = 4;

function createStrike(installed: string): NonNullable<Field['strike']> {
  let alone = 0;
  return async (dice, victim) => {
    if (alone < aloneAtMost && dice.chance(0.5)) {
      alone++;
      killBridges(installed);
      return false;
    }
    alone = 0;
    const isBoth = dice.chance(0.5);
    const isBridgeFirst = dice.chance(0.5);
    if (isBoth && isBridgeFirst) killBridges(installed);
    await victim.kill();
    if (isBoth && !isBridgeFirst) killBridges(installed);
    return true;
  };
}

/** As the system kills what needs too much memory. The shell that guards a bridge names it too, and is left alone. */
function killBridges(installed: string): void {
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  for (const line of lines) {
    const [, pid, command = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    if (!command.startsWith(`${installed} `)) continue;
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has just ended.
    }
  }
}

/** What the witness has said, by the name the server gave it. */
function textsByID({ lines }: Peer): Map<string, string> {
  const texts = new Map<string, string>();
  for (const line of lines) {
    const [, tags = '', text] = /^@(\S+) \S+ PRIVMSG \S+ :(in-\d+)$/.exec(line) ?? [];
    const id = /(?:^|;)msgid=([^;]+)/.exec(tags)?.[1];
    if (id !== undefined && text !== undefined) texts.set(id, text);
  }
  return texts;
}

function keptIDs(database: DatabaseSync | undefined): string[] {
  const rows = database?.prepare('SELECT id FROM message').all() ?? [];
  return rows.map(({ id }) => String(id));
}
