/** Partyline with its reader: a WebSocket that follows everything. */

import { once } from 'node:events';
import { WebSocket } from 'ws';
import { bearer } from './api.ts';
import type { Middleman } from './middleman.ts';
import { addIrcAccounts, startPartyline } from './partyline.ts';

export const partylineReader: Middleman = {
  name: 'Partyline',
  nick: 'person0',
  async listen({ folder, server, channels, heard }) {
    const { running, url } = await startPartyline(folder);
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/ws`, { headers: { authorization: bearer } });
    await once(socket, 'open');
    socket.send('{"type":"subscriptions.set","chatIDs":["*"]}');
    socket.on('message', (data) => {
      for (const [, number] of data.toString().matchAll(/"text":"t(\d+)"/g)) heard(Number(number));
    });
    await addIrcAccounts(url, 1, server, channels);
    return {
      running,
      async end() {
        socket.terminate();
        await running.stop();
      },
    };
  },
};
