/** What host and bridge say over the websocket `fi.mau.as_sync`: one JSON object a frame. */

import { type Fields, fields, text } from '@partyline/matrix-content';

export type Frame =
  | { readonly kind: 'answer'; readonly id: number; readonly data: Fields }
  | { readonly kind: 'failure'; readonly id: number; readonly code: string | undefined; readonly message: string }
  | { readonly kind: 'call'; readonly id: number | undefined; readonly command: string; readonly data: Fields };

/** Undefined when it is nothing that is known. */
export function readFrame(raw: string): Frame | undefined {
  let frame: Fields;
  try {
    frame = fields(JSON.parse(raw));
  } catch {
    return undefined;
  }
  const id = typeof frame['id'] === 'number' && frame['id'] !== 0 ? frame['id'] : undefined;
  const command = text(frame['command']);
  const data = fields(frame['data']);
  if (command === 'response' && id !== undefined) return { kind: 'answer', id, data };
  if (command === 'error' && id !== undefined)
    return { kind: 'failure', id, code: text(data['code']), message: text(data['message']) ?? 'no reason given' };
  return command === undefined ? undefined : { kind: 'call', id, command, data };
}
