/** Reads what a client sends over a WebSocket (websocket.md, 2). */

import { SubscriptionsSet } from '@partyline/protocol';
import { Ajv } from 'ajv';

export interface Command {
  readonly requestID: string | undefined;
  /** `['*']` alone, or IDs. */
  readonly chatIDs: readonly string[];
  readonly appState: boolean;
}

export class CommandRefusal extends Error {
  readonly code: 'INVALID_COMMAND' | 'INVALID_PAYLOAD';
  readonly requestID: string | undefined;

  constructor(code: CommandRefusal['code'], message: string, requestID?: string) {
    super(message);
    this.code = code;
    this.requestID = requestID;
  }
}

const fits = new Ajv({ strict: false }).compile<SubscriptionsSet>(SubscriptionsSet);

/** @throws CommandRefusal */
export function readCommand(text: string): Command {
  const payload = parse(text);
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    throw new CommandRefusal('INVALID_PAYLOAD', 'Send one JSON object in each frame');
  const given: unknown = Reflect.get(payload, 'requestID');
  const requestID = typeof given === 'string' ? given : undefined;
  const type: unknown = Reflect.get(payload, 'type');
  if (typeof type === 'string' && type !== 'subscriptions.set')
    throw new CommandRefusal('INVALID_COMMAND', 'The only command is subscriptions.set', requestID);
  if (!fits(payload)) throw new CommandRefusal('INVALID_PAYLOAD', problem(), requestID);
  const { chatIDs = [], app } = payload;
  if (chatIDs.includes('*') && chatIDs.some((id) => id !== '*'))
    throw new CommandRefusal('INVALID_PAYLOAD', "chatIDs cannot combine '*' with specific IDs", requestID);
  return { requestID, chatIDs, appState: app?.state === true };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandRefusal('INVALID_PAYLOAD', 'This is not JSON');
  }
}

function problem(): string {
  const [error] = fits.errors ?? [];
  const extra: unknown = error?.params['additionalProperty'];
  const place = error?.instancePath.slice(1).replaceAll('/', '.') || 'subscriptions.set';
  return typeof extra === 'string'
    ? `${place} does not know the key "${extra}"`
    : `${place} ${error?.message ?? 'is not valid'}`;
}
