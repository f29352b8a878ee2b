/**
 * The account service of a test network: a server of its own that links to InspIRCd over its server protocol (spanning tree, version 1205)
 * and answers SASL PLAIN, as Anope and Atheme do. InspIRCd itself holds no accounts.
 */

import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** How InspIRCd is told of this server. */
export const SERVICES_LINK = { name: 'services.test', password: 'services-password', id: '8SS' } as const;

/** Resolves when the network knows the service and offers SASL. */
export async function linkServices(port: number, accounts: Readonly<Record<string, string>>): Promise<{ end(): void }> {
  const socket = connect(port, '127.0.0.1');
  const linked = Promise.withResolvers<void>();
  const limit = setTimeout(() => linked.reject(new Error('InspIRCd did not take the services link')), 30_000);
  socket.on('error', (error) => linked.reject(error));
  socket.on('close', () => linked.reject(new Error('InspIRCd closed the services link')));
  const say = (line: string) => socket.write(`${line}\r\n`);
  createInterface({ input: socket }).on('line', (line) => {
    const { source, command, params } = parse(line);
    if (command === 'SERVER') burst(socket);
    else if (command === 'ERROR') linked.reject(new Error(line));
    else if (command === 'PING') say(`:${SERVICES_LINK.id} PONG ${source}`);
    else if (command === 'ENDBURST') linked.resolve();
    else if (command === 'ENCAP' && params[1] === 'SASL') answerSasl(say, source, params.slice(2), accounts);
  });
  say('CAPAB START 1205');
  say('CAPAB CAPABILITIES :PROTOCOL=1205 CASEMAPPING=rfc1459');
  say('CAPAB END');
  say(`SERVER ${SERVICES_LINK.name} ${SERVICES_LINK.password} 0 ${SERVICES_LINK.id} :Test services`);
  try {
    await linked.promise;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(limit);
  }
  return { end: () => socket.destroy() };
}

function burst(socket: Socket): void {
  const { id } = SERVICES_LINK;
  const lines = [
    `:${id} BURST ${Math.floor(Date.now() / 1000)}`,
    `:${id} METADATA * saslmechlist :PLAIN`,
    `:${id} ENDBURST`,
  ];
  socket.write(lines.map((line) => `${line}\r\n`).join(''));
}

/** One step of a SASL exchange: `<user> <agent> <H|S|C|D> <data>`; https://docs.inspircd.org/server/messages/encap/ */
function answerSasl(
  say: (line: string) => void,
  server: string,
  [user = '', , mode, data = '']: readonly string[],
  accounts: Readonly<Record<string, string>>,
): void {
  const reply = (words: string) =>
    say(`:${SERVICES_LINK.id} ENCAP ${server} SASL ${SERVICES_LINK.id}AAAAAA ${user} ${words}`);
  if (mode === 'S') reply(data === 'PLAIN' ? 'C +' : 'D F');
  if (mode !== 'C') return;
  const [, account = '', password = ''] = Buffer.from(data, 'base64').toString('utf8').split('\0');
  if (Object.hasOwn(accounts, account) && accounts[account] === password) {
    say(`:${SERVICES_LINK.id} METADATA ${user} accountname :${account}`);
    reply('D S');
  } else {
    reply('D F');
  }
}

function parse(line: string): { source: string; command: string; params: readonly string[] } {
  const [head = '', ...trailing] = line.split(' :');
  const words = head.split(' ').filter((word) => word !== '');
  const source = words[0]?.startsWith(':') === true ? (words.shift() ?? '').slice(1) : '';
  const command = words.shift() ?? '';
  return { source, command, params: trailing.length === 0 ? words : [...words, trailing.join(' :')] };
}
