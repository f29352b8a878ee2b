/** ZNC (Debian package `znc`), which keeps what it hears in log files, and a client that is attached to it. */

import { createHash } from 'node:crypto';
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { freePort } from '../../../test/support/free-ports.ts';
import type { Listening, Middleman } from '../measure/middleman.ts';
import { pinned, start } from '../measure/process.ts';

const password = 'znc-password';
const salt = 'znc-salt';

export const znc: Middleman = {
  name: 'ZNC',
  nick: 'overznc',
  async listen({ folder, server, channels, heard }): Promise<Listening> {
    const port = await freePort();
    mkdirSync(`${folder}/configs`, { recursive: true });
    writeFileSync(`${folder}/configs/znc.conf`, config(port, server.port, channels));
    const running = start(pinned(0, [...asNobody(folder), 'znc', '--foreground', '--datadir', folder]));
    const socket = await untilConnected(port);
    createInterface({ input: socket }).on('line', (line) => {
      const number = / PRIVMSG \S+ :t(\d+)$/.exec(line)?.[1];
      if (number !== undefined) heard(Number(number));
      else if (line.startsWith('PING ')) socket.write(`PONG ${line.slice('PING '.length)}\r\n`);
    });
    socket.write(`PASS bench/net:${password}\r\nNICK reader\r\nUSER reader 0 * :reader\r\n`);
    return {
      running,
      async end() {
        socket.destroy();
        await running.stop();
      },
    };
  },
};

const nobody = 65_534;

/** As root ZNC waits half a minute before it starts. */
function asNobody(folder: string): [string, ...string[]] {
  if (process.getuid?.() !== 0) return ['env'];
  for (const path of ['', '/configs', '/configs/znc.conf']) chownSync(folder + path, nobody, nobody);
  return ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
}

async function untilConnected(port: number) {
  for (let tries = 0; ; tries++) {
    const socket = connect(port, '127.0.0.1');
    try {
      await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
      socket.on('error', () => undefined);
      return socket;
    } catch (error) {
      if (tries > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** https://wiki.znc.in/Configuration */
function config(port: number, serverPort: number, channels: readonly string[]): string {
  const hash = createHash('sha256')
    .update(password + salt)
    .digest('hex');
  return `
Version = 1.8.2
ConnectDelay = 0
ServerThrottle = 0
<Listener bench>
  Host = 127.0.0.1
  Port = ${port}
  IPv4 = true
  IPv6 = false
  SSL = false
</Listener>
<User bench>
  Admin = true
  Nick = overznc
  AltNick = overznc_
  Ident = overznc
  RealName = bench
  Buffer = 500
  LoadModule = log
  <Pass password>
    Method = sha256
    Hash = ${hash}
    Salt = ${salt}
  </Pass>
  <Network net>
    Server = 127.0.0.1 ${serverPort}
    FloodBurst = 1000
    FloodRate = 1000
    ${channels.map((channel) => `<Chan ${channel}>\n    </Chan>`).join('\n    ')}
  </Network>
</User>
`;
}
