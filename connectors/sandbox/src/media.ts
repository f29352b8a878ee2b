/** The files of the sandbox, real ones, drawn by code: the same bytes in every run. */

import { crc32, deflateSync } from 'node:zlib';
import type { IncomingAttachment } from '@partyline/connector';

export interface Piece {
  readonly bytes: Buffer;
  readonly attachment: IncomingAttachment;
}

const WIDTH = 64;
const HEIGHT = 48;
const WAV_RATE = 8_000;

/** By name; an attachment's `ref` is `media:<name>`. */
export const pieces = {
  picture: piece('picture', png(), {
    kind: 'img',
    mimeType: 'image/png',
    fileName: 'picture.png',
    size: { width: WIDTH, height: HEIGHT },
  }),
  animation: piece('animation', gif(), {
    kind: 'img',
    mimeType: 'image/gif',
    fileName: 'animation.gif',
    size: { width: 8, height: 8 },
    isGif: true,
  }),
  voice: piece('voice', wav(), {
    kind: 'audio',
    mimeType: 'audio/wav',
    fileName: 'voice.wav',
    duration: 1,
    isVoiceNote: true,
  }),
  document: piece('document', Buffer.from('A document of the sandbox.\n'.repeat(20)), {
    kind: 'unknown',
    mimeType: 'text/plain',
    fileName: 'document.txt',
  }),
} as const satisfies Readonly<Record<string, Piece>>;

export type PieceName = keyof typeof pieces;

export const pieceNames = ['picture', 'animation', 'voice', 'document'] as const satisfies readonly PieceName[];

function piece(name: string, bytes: Buffer, about: Omit<IncomingAttachment, 'ref' | 'fileSize'>): Piece {
  return { bytes, attachment: { ...about, ref: `media:${name}`, fileSize: bytes.length } };
}

/** A colour gradient, 8 bits RGB (PNG, ISO 15948). */
function png(): Buffer {
  const rows = Array.from({ length: HEIGHT }, (_, y) => [
    0,
    ...Array.from({ length: WIDTH }, (_, x) => [x * 4, y * 5, 128]).flat(),
  ]).flat();
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** Two frames of 8 by 8 pixels, black and white, half a second each (GIF89a). */
function gif(): Buffer {
  const palette = Buffer.alloc(128 * 3);
  palette.set([0, 0, 0, 255, 255, 255]);
  const screen = [8, 0, 8, 0, 0xf6, 0, 0];
  const loop = [0x21, 0xff, 11, ...Buffer.from('NETSCAPE2.0'), 3, 1, 0, 0, 0];
  const frame = (first: number): number[] => {
    const pixels = Array.from({ length: 64 }, (_, at) => (first + at + (at >> 3)) % 2);
    // With 128 colours and so few pixels every LZW code is one byte: clear, the pixels, end.
    const codes = [0x80, ...pixels, 0x81];
    const control = [0x21, 0xf9, 4, 0, 50, 0, 0, 0];
    return [...control, 0x2c, 0, 0, 0, 0, 8, 0, 8, 0, 0, 7, codes.length, ...codes, 0];
  };
  const body = [...loop, ...frame(0), ...frame(1), 0x3b];
  return Buffer.concat([Buffer.from('GIF89a'), Buffer.from(screen), palette, Buffer.from(body)]);
}

/** One second of the note A, mono, 8 bits, 8 kHz (RIFF WAVE). */
function wav(): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + WAV_RATE, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(WAV_RATE, 24);
  header.writeUInt32LE(WAV_RATE, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(WAV_RATE, 40);
  const samples = Array.from({ length: WAV_RATE }, (_, at) =>
    Math.round(128 + 100 * Math.sin((2 * Math.PI * 440 * at) / WAV_RATE)),
  );
  return Buffer.concat([header, Buffer.from(samples)]);
}
