/** The one connection of a login: what the bridge says of it, and everything that is asked of it. */

import { type Connection, ConnectionError, type Host, type Login } from '@partyline/connector';
import { asSendError } from './actions/act.ts';
import { createChat, deleteChat, updateChat } from './actions/chats.ts';
import { contacts, resolve } from './actions/contacts.ts';
import { fetchHistory } from './actions/history.ts';
import { edit, markRead, react, remove, send, typing, unreact } from './actions/send.ts';
import type { HostedBridge } from './bridge/hosted-bridge.ts';
import { awaitUsable, followState } from './bridge/watch-login.ts';
import { SocketLost } from './host/socket.ts';
import { fetchMedia } from './inbox/fetch-media.ts';
import { tellTyping } from './inbox/tell-typing.ts';
import { startTelling } from './inbox/teller.ts';

export async function connect(bridge: HostedBridge, record: Login, host: Host): Promise<Connection> {
  const login = record.remoteID;
  const over = new AbortController();
  const signal = AbortSignal.any([host.signal, over.signal]);
  const release = await bridge.need(signal);
  try {
    const first = await awaitUsable(bridge, login, signal);
    let isOver = false;
    const end: typeof host.status = (state) => {
      if (isOver) return;
      isOver = state.state !== 'connected' && state.state !== 'backfilling';
      host.status(state);
    };
    host.status(first);
    followState(bridge, login, end, signal);
    const teller = startTelling(bridge, login, host, signal, (error) => {
      const reason = error instanceof Error ? error.message : String(error);
      host.log.error('incoming messages were not stored', { reason });
      end({ state: 'lost', text: 'Partyline could not store what arrived. The bridge keeps it.' });
    });
    tellTyping(bridge.homeserver, login, host, signal);
    const asked = <T>(work: Promise<T>) => asSendError(work, signal);
    return {
      send: (message) => asked(send(bridge, login, message, signal)),
      edit: (change) => asked(edit(bridge, login, change, signal)),
      remove: (removal) => asked(remove(bridge, login, removal, signal)),
      react: (reaction) => asked(react(bridge, login, reaction, signal)),
      unreact: (reaction) => asked(unreact(bridge, login, reaction, signal)),
      markRead: (mark) => asked(markRead(bridge, login, mark)),
      typing: (notice) => asked(typing(bridge, login, notice)),
      createChat: (request) => asked(createChat(bridge, login, request)),
      updateChat: (update) => asked(updateChat(bridge, login, update, signal)),
      deleteChat: (deletion) => asked(deleteChat(bridge, login, deletion, signal)),
      fetchHistory: (request) => asked(fetchHistory(bridge, login, request, teller, signal)),
      fetchMedia: (fetch) => fetchMedia(bridge.homeserver, fetch),
      contacts: () => contacts(bridge, login),
      resolve: (query) => resolve(bridge, login, query),
      async probe() {
        await bridge.provision({ method: 'GET', path: ['logins'] });
      },
      async logout() {
        await bridge.provision({ method: 'POST', path: ['logout', login] });
      },
      async close() {
        over.abort(new Error('The connection is closed'));
        release();
      },
    };
  } catch (error) {
    release();
    over.abort(error);
    throw error instanceof SocketLost ? new ConnectionError({ state: 'lost', text: bridge.goneText }) : error;
  }
}
