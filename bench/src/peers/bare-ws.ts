/** A bare `ws` that sends the same text to everybody, so often as it is asked: `bare-ws.ts <port> <file>`; `POST /<times>`. */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const [port, file] = process.argv.slice(2);
const text = readFileSync(file ?? '');
const http = createServer((request, response) => {
  if (request.method === 'POST') {
    const times = Number(request.url?.slice(1));
    for (let index = 0; index < times; index++) {
      for (const client of sockets.clients) client.send(text, { binary: false });
    }
  }
  response.end();
});
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
http.listen(Number(port), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
