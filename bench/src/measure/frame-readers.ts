/** Many WebSocket clients that do nothing but count what they get, so that they cost as little as possible. RFC 6455, 5.2. */

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface FrameReaders {
  /** Resolves when every reader has got so many text frames in all. @throws when one was ended before */
  all(frames: number): Promise<void>;
  end(): void;
}

export interface Handshake {
  readonly port: number;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text to send first. */
  readonly hello?: string;
}

export async function openFrameReaders(count: number, handshake: Handshake): Promise<FrameReaders> {
  let wanted = Number.POSITIVE_INFINITY;
  let missing = 0;
  let done = Promise.withResolvers<void>();
  const got = new Array<number>(count).fill(0);
  let ended = false;
  const sockets: Socket[] = [];
  for (let index = 0; index < count; index++) {
    const socket = await shakeHands(handshake);
    sockets.push(socket);
    const scan = frameScanner(() => {
      const frames = (got[index] ?? 0) + 1;
      got[index] = frames;
      if (frames === wanted && --missing === 0) done.resolve();
    });
    socket.on('data', scan);
    socket.resume();
    socket.on('close', () => {
      if (!ended) done.reject(new Error(`A reader was ended after ${got[index]} frames`));
    });
  }
  return {
    all(frames) {
      wanted = frames;
      missing = got.filter((own) => own < wanted).length;
      done = Promise.withResolvers();
      if (missing === 0) done.resolve();
      return done.promise;
    },
    end() {
      ended = true;
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function shakeHands({ port, path, headers = {}, hello }: Handshake): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  const lines = Object.entries({
    host: `127.0.0.1:${port}`,
    upgrade: 'websocket',
    connection: 'Upgrade',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  let answer = Buffer.alloc(0);
  while (!answer.includes('\r\n\r\n')) {
    const [chunk]: Buffer[] = await once(socket, 'data');
    answer = Buffer.concat([answer, chunk ?? Buffer.alloc(0)]);
  }
  if (!answer.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(answer.toString('latin1'));
  socket.pause();
  // Frames that came along with the answer.
  socket.unshift(answer.subarray(answer.indexOf('\r\n\r\n') + 4));
  if (hello !== undefined) socket.write(maskedText(hello));
  return socket;
}

/** A short text in a frame of a client, which must be masked; a mask of zeros leaves it as it is. */
function maskedText(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length > 125) throw new Error('too long');
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

/** Calls back for each text frame of a server. */
function frameScanner(frame: () => void): (chunk: Buffer) => void {
  let skip = 0;
  let head = Buffer.alloc(0);
  return (chunk) => {
    let at = 0;
    for (;;) {
      const step = Math.min(skip, chunk.length - at);
      at += step;
      skip -= step;
      if (at === chunk.length) return;
      // A header may come in two pieces.
      const bytes =
        head.length === 0 ? chunk.subarray(at, at + 10) : Buffer.concat([head, chunk.subarray(at, at + 10)]);
      const size = headerOf(bytes);
      if (size === undefined) {
        head = Buffer.from(bytes);
        return;
      }
      at += size.header - head.length;
      head = Buffer.alloc(0);
      skip = size.payload;
      if ((bytes[0] ?? 0) === 0x81) frame();
    }
  };
}

/** @returns undefined while it is not whole */
function headerOf(bytes: Buffer): { readonly header: number; readonly payload: number } | undefined {
  if (bytes.length < 2) return undefined;
  const length = (bytes[1] ?? 0) & 0x7f;
  if (length < 126) return { header: 2, payload: length };
  if (length === 126) return bytes.length < 4 ? undefined : { header: 4, payload: bytes.readUInt16BE(2) };
  return bytes.length < 10 ? undefined : { header: 10, payload: Number(bytes.readBigUInt64BE(2)) };
}
