/** The Lounge with its reader: a browser's side of its socket. */

import { io } from 'socket.io-client';
import { freePort } from '../../../test/support/free-ports.ts';
import type { Listening, Middleman } from '../measure/middleman.ts';
import { pinned, start, untilReady } from '../measure/process.ts';

export function loungeReader(command: (home: string, port: number) => readonly [string, ...string[]]): Middleman {
  return {
    name: 'The Lounge',
    nick: 'overlounge',
    async listen({ folder, server, channels, heard }): Promise<Listening> {
      const port = await freePort();
      const running = start(pinned(0, command(folder, port)), { THELOUNGE_HOME: folder });
      const url = `http://127.0.0.1:${port}/`;
      await untilReady(running, url);
      const socket = io(url, { transports: ['websocket'] });
      socket.on('msg', ({ msg }: { msg: { text?: string } }) => {
        const number = /^t(\d+)$/.exec(msg.text ?? '')?.[1];
        if (number !== undefined) heard(Number(number));
      });
      await new Promise<void>((resolve) => socket.once('init', () => resolve()));
      socket.emit('network:new', {
        name: 'bench',
        host: server.host,
        port: server.port,
        tls: false,
        rejectUnauthorized: false,
        nick: 'overlounge',
        username: 'overlounge',
        realname: 'overlounge',
        join: channels.join(','),
      });
      return {
        running,
        async end() {
          socket.close();
          await running.stop();
        },
      };
    },
  };
}
