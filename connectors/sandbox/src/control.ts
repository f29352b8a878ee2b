/** Carries out the commands of `control`. */

import type { JsonObject } from '@partyline/connector';
import { type Command, type FaultCommand, parseCommand } from './commands.ts';
import { parseTime } from './config.ts';
import { characterOf, characters } from './contacts.ts';
import type { Controls } from './controls.ts';
import { eatMemoryLater, loopLater, throwLater } from './faults.ts';
import type { Network } from './network.ts';

/** Time for the answer to leave the thread. */
const FAULT_AFTER_MS = 50;
const SLOW_CONNECT_MS = 30_000;

/** Throws, with the list of what is allowed, for a command that is not known; nothing has changed then. */
export function control(network: Network, controls: Controls, input: JsonObject): JsonObject {
  const command: Command = parseCommand(input);
  if ('status' in command) {
    controls.wish = command;
    controls.live?.tell(command.status, command);
    return { status: command.status };
  }
  if ('fault' in command) {
    cause(command, controls);
    return { fault: command.fault };
  }
  if ('delayMs' in command) {
    controls.delayMs = command.delayMs;
    return { delayMs: command.delayMs };
  }
  if ('say' in command) return { messageID: say(controls, command.say.contact, command.say.text) };
  if ('set' in command.clock) network.clock.set(parseTime(command.clock.set));
  else network.clock.advance(command.clock.advanceMs);
  return { now: new Date(network.clock.now()).toISOString() };
}

function cause({ fault, ms, text }: FaultCommand, controls: Controls): void {
  if (fault === 'none') controls.heal();
  if (fault === 'throw') throwLater(ms ?? FAULT_AFTER_MS, text ?? 'the sandbox was told to throw');
  if (fault === 'loop') loopLater(ms ?? FAULT_AFTER_MS);
  if (fault === 'memory') eatMemoryLater(ms ?? FAULT_AFTER_MS);
  if (fault === 'silent') controls.voice.shut();
  if (fault === 'reject-connect') controls.refusal = text ?? 'The sandbox was told to refuse connections.';
  if (fault === 'slow-connect') controls.connectMs = ms ?? SLOW_CONNECT_MS;
}

function say(controls: Controls, contactID: string, text: string): string {
  const character = characterOf(contactID);
  if (character === undefined) {
    const known = characters.map(({ contact }) => contact.id).join(', ');
    throw new Error(`The sandbox has no contact "${contactID}". It has: ${known}.`);
  }
  if (controls.live === undefined) throw new Error('This login is not connected, so nobody can write to it.');
  return controls.live.receive(character, text).id;
}
