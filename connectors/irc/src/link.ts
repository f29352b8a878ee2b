/**
 * The socket below irc-framework, in the shape of its transports. Its own one neither bounds a line nor lets a reader slow the server down,
 * and lets an exception out of a line handler end the process.
 */

import { isUtf8 } from 'node:buffer';
import { EventEmitter } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Transport } from 'irc-framework';
import type { TlsMode } from './settings.ts';

/** Tags may take 8191 bytes and the rest 512 (https://ircv3.net/specs/extensions/message-tags#size-limit); generous, but bounded. */
const LONGEST_LINE = 65_536;

export interface LinkOptions {
  readonly server: string;
  readonly port: number;
  readonly tls: TlsMode;
  /** A line made its handler throw, or was too long to keep. */
  onBadLine(error: unknown): void;
  /** The socket is closed; `error` if something broke it. Called once. */
  onClose(error: Error | undefined): void;
}

export class Link extends EventEmitter implements Transport {
  readonly #options: LinkOptions;
  #socket: Socket | undefined;
  #error: Error | undefined;
  /** The beginning of a line whose end has not come yet. */
  #partial: Buffer[] = [];
  #partialBytes = 0;
  #skipping = false;

  constructor(options: LinkOptions) {
    super();
    this.#options = options;
  }

  connect(): void {
    const { server, port, tls } = this.#options;
    const socket = tls === 'no' ? connectTcp({ host: server, port }) : connectTls(tlsOptions(server, port, tls));
    this.#socket = socket;
    socket.on(tls === 'no' ? 'connect' : 'secureConnect', () => this.emit('open'));
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error) => {
      this.#error = error;
    });
    socket.on('close', () => {
      this.emit('close', this.#error);
      this.#options.onClose(this.#error);
    });
  }

  writeLine(line: string, written?: () => void): void {
    this.#socket?.write(`${line}\r\n`, () => written?.());
  }

  /** Sends what is still queued, says goodbye and lets the server close. */
  finish(): void {
    this.#socket?.end();
  }

  close(force: boolean): void {
    if (force) this.disposeSocket();
    else this.finish();
  }

  disposeSocket(): void {
    this.#socket?.destroy();
  }

  /** Closes at once, or when what was written is on its way. */
  disposeSoon(flush: boolean): void {
    if (flush) this.#socket?.destroySoon();
    else this.disposeSocket();
  }

  /** Stops reading, so that the server's data stays with the server. */
  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  setEncoding(encoding: string): boolean {
    return encoding === 'utf8';
  }

  #receive(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, start)) {
      const piece = chunk.subarray(start, end);
      start = end + 1;
      if (this.#skipping) this.#skipping = false;
      else this.#deliver(this.#partialBytes === 0 ? piece : Buffer.concat([...this.#partial, piece]));
      this.#partial = [];
      this.#partialBytes = 0;
    }
    if (this.#skipping || start === chunk.length) return;
    this.#partial.push(chunk.subarray(start));
    this.#partialBytes += chunk.length - start;
    if (this.#partialBytes <= LONGEST_LINE) return;
    this.#partial = [];
    this.#partialBytes = 0;
    this.#skipping = true;
    this.#options.onBadLine(new Error('line too long'));
  }

  #deliver(bytes: Buffer): void {
    try {
      if (bytes.length > LONGEST_LINE) throw new Error('line too long');
      this.emit('line', decodeLine(bytes));
    } catch (error) {
      this.#options.onBadLine(error);
    }
  }
}

/** IRC names no encoding. What is not UTF-8 is read as Latin-1, which takes any bytes; NUL is in no valid line. */
function decodeLine(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1').replaceAll('\0', '');
}

function tlsOptions(server: string, port: number, tls: TlsMode) {
  const address = { host: server, port, rejectUnauthorized: tls === 'yes' };
  // An address is no server name for SNI (RFC 6066, section 3).
  return isIP(server) === 0 ? { ...address, servername: server } : address;
}
