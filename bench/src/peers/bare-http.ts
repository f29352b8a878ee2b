/** A server that sends one file's bytes to everybody: `bare-http.ts <port> <file>`. */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, file] = process.argv.slice(2);
const body = readFileSync(file ?? '', 'utf8');
const headers = {
  'content-type': 'application/json; charset=utf-8',
  'content-length': Buffer.byteLength(body),
  'x-beeper-desktop-version': '4.3.73',
};
createServer((_request, response) => response.writeHead(200, headers).end(body)).listen(Number(port), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
