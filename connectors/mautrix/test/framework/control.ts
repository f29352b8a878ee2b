/** The socket over which a rehearsal asks what its network says, and is told what happens there: one JSON object a line, answered by number. */

import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Scope } from '../scope.ts';

/** The network says no. What the fields mean depends on what it was asked: of a send they become its status. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly fields: RefusalFields;

  constructor(message: string, fields: RefusalFields = {}) {
    super(message);
    this.fields = fields;
  }
}

export interface RefusalFields {
  /** Of the provisioning API: `EXAMPLE.WRONG_PASSWORD`. */
  readonly code?: string;
  readonly http_status?: number;
  /** `FAIL_RETRIABLE`, `FAIL_PERMANENT` */
  readonly status?: string;
  /** `com.beeper.unsupported_event`, ... */
  readonly reason?: string;
}

export interface Control {
  /** `127.0.0.1:1234` */
  readonly address: string;
  /** @throws Error when the program says no, or is gone */
  ask(what: string, given: object): Promise<unknown>;
}

interface Frame {
  readonly id: number;
  readonly ask?: string;
  readonly with?: unknown;
  readonly answer?: unknown;
  readonly refusal?: { readonly message: string };
}

/** @param serve answers what the program asks; throws a {@link Refusal} to say no */
export async function startControl(
  scope: Scope,
  serve: (ask: string, given: unknown) => unknown,
  lost: () => void,
): Promise<Control> {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const sockets = new Set<Socket>();
  let current: Socket | undefined;
  let lastID = 0;

  const answer = async (socket: Socket, { id, ask = '', with: given }: Frame) => {
    const reply = await Promise.resolve()
      .then(() => serve(ask, given))
      .then((said) => ({ id, answer: said ?? null }))
      .catch((error: unknown) => {
        if (error instanceof Refusal) return { id, refusal: { ...error.fields, message: error.message } };
        return { id, refusal: { message: String(error) } };
      });
    socket.write(`${JSON.stringify(reply)}\n`);
  };

  const take = (socket: Socket, line: string) => {
    const frame: Frame = JSON.parse(line);
    if (frame.ask !== undefined) return void answer(socket, frame);
    const waiter = waiting.get(frame.id);
    waiting.delete(frame.id);
    if (frame.refusal === undefined) waiter?.resolve(frame.answer);
    else waiter?.reject(new Error(frame.refusal.message));
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    current = socket;
    // A program that is killed takes its end of the socket with it.
    socket.on('error', () => {});
    createInterface({ input: socket })
      .on('line', (line) => take(socket, line))
      .on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      if (current !== socket) return;
      current = undefined;
      for (const { reject } of waiting.values()) reject(new Error('the program is gone'));
      waiting.clear();
      lost();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  scope.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const listening = server.address();
  if (listening === null || typeof listening === 'string') throw new Error('no port');
  return {
    address: `127.0.0.1:${listening.port}`,
    ask(what, given) {
      const answered = Promise.withResolvers<unknown>();
      const id = ++lastID;
      if (current === undefined) answered.reject(new Error('the program is gone'));
      else {
        waiting.set(id, answered);
        current.write(`${JSON.stringify({ id, ask: what, with: given })}\n`);
      }
      return answered.promise;
    },
  };
}
