/** The one connection of a login. */

import type { Connection, Host, Login } from '@partyline/connector';
import type { MessageEvent as IrcEvent } from 'irc-framework';
import { ChannelList } from './channel-list.ts';
import { Channels } from './channels.ts';
import { canReact, canTellTyping } from './chat-capabilities.ts';
import { messageID, serverTime } from './conversation.ts';
import { DirectChats } from './direct-chats.ts';
import { NOT_STORED } from './failure.ts';
import { Inbound } from './inbound.ts';
import type { Limits } from './limits.ts';
import { MessageReader } from './messages.ts';
import { Outbound } from './outbound.ts';
import { messageText } from './outgoing-text.ts';
import { Presence } from './presence.ts';
import { readReaction } from './reactions.ts';
import { RegistrationError } from './registration-error.ts';
import { Requests } from './requests.ts';
import { Session } from './session.ts';
import type { SessionListener } from './session-options.ts';
import { settingsFromJson } from './settings.ts';
import { splitMessage } from './splitting.ts';
import { readTyping } from './typing.ts';

export async function connect(login: Login, host: Host, limits: Limits): Promise<Connection> {
  host.signal.throwIfAborted();
  const settings = settingsFromJson(login.settings);
  const inbound = new Inbound({
    ingest: (events) => host.ingest(events),
    pause: () => session.pauseReading(),
    resume: () => session.resumeReading(),
    failed: (error) => {
      host.log.error('incoming messages were not stored', {
        reason: error instanceof Error ? error.message : 'unknown',
      });
      session.fail(new RegistrationError(NOT_STORED));
    },
  });
  const listener: SessionListener = {
    message: (kind, event) => {
      if (isOwnEcho(kind, event)) return;
      const message = reader.read(kind, event);
      if (message === undefined) return;
      const { type, id, title = id } = message.chat;
      inbound.push(...(type === 'single' ? directChats.meet(title) : []), message);
    },
    ping: (answer) => inbound.whenCommitted(answer),
    identityChanged: () => presence.changed(),
    line: (message) => {
      requests.line(message);
      presence.line(message);
      channels.line(message);
      const reaction = message.tags['label'] === undefined ? readReaction(session, message) : undefined;
      if (reaction !== undefined) inbound.push(reaction);
      const typing = readTyping(session, message);
      if (typing !== undefined) inbound.push(typing);
    },
    answered: (label) => requests.answered(label),
    ended: (error) => {
      inbound.stop();
      if (connected) host.status(error.state);
    },
  };
  let connected = false;
  const session = new Session({
    settings,
    password: login.secrets['password'] ?? '',
    whenNickTaken: 'take-another',
    limitMs: limits.registrationMs,
    signal: host.signal,
    log: host.log,
    listener,
  });
  const reader = new MessageReader(session);
  const requests = new Requests(session, limits.confirmationMs);
  const directChats = new DirectChats(session);
  const channelList = new ChannelList(host.secrets, (name) => session.fold(name), settings.channels);
  const kept = (writing: Promise<void>) => writing.catch(() => host.log.warn('the list of channels was not stored'));
  const channels = new Channels(session, {
    changed: (event) => inbound.push(event),
    left: (id) => void kept(channelList.remove(id)),
  });
  const keepJoined = (name: string) => kept(channelList.add(name));
  const isFromNetwork = (id: string) => reader.isFromNetwork(id);
  const outbound = new Outbound({ session, requests, channels, directChats, isFromNetwork, keepJoined });
  const presence = new Presence(session, settings, login.remoteID, host);
  const isOwnEcho = (kind: string, event: IrcEvent) => {
    if (session.fold(event.nick) !== session.fold(session.nick)) return false;
    const id = messageID(event.tags['msgid']);
    const timestamp = serverTime(event.time);
    const sent = { ...(id === undefined ? {} : { id }), ...(timestamp === undefined ? {} : { timestamp }) };
    const content = kind === 'action' ? messageText([{ text: event.message }], true) : event.message;
    return requests.takeEcho({ target: event.target, content, label: event.tags['label'], sent });
  };
  host.signal.addEventListener('abort', () => inbound.stop(), { once: true });
  try {
    await session.opened;
    await presence.joinChannels(await channelList.read());
    connected = true;
    presence.announce();
  } catch (error) {
    inbound.stop();
    throw error;
  }
  return {
    send: (message) => outbound.send(message),
    split: async (message) => splitMessage(session, message),
    createChat: (request) => outbound.createChat(request),
    updateChat: (update) => outbound.updateChat(update),
    ...(canReact(session) && {
      react: (reaction) => outbound.react(reaction, 'draft/react'),
      unreact: (reaction) => outbound.react(reaction, 'draft/unreact'),
    }),
    ...(canTellTyping(session) && { typing: (notice) => outbound.typing(notice) }),
    probe: async () => {
      presence.regainNick();
      await session.ping();
    },
    close: async () => {
      inbound.stop();
      await session.quit();
    },
  };
}
