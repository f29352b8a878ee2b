/** Carries out the commands of `control`. */

import type { JsonObject } from '@partyline/connector';
import { type Command, type FaultCommand, parseCommand } from './commands.ts';
import { parseTime } from './config.ts';
import type { Controls } from './controls.ts';
import { eatMemoryLater, loopLater, throwLater } from './faults.ts';
import { flood, history } from './masses.ts';
import type { Network } from './network.ts';
import { remember } from './past.ts';
import { received } from './received.ts';
import { say } from './say.ts';
import { typing } from './typing.ts';

/** Time for the answer to leave the thread. */
const FAULT_AFTER_MS = 50;
const SLOW_CONNECT_MS = 30_000;

/** Throws, with the list of what is allowed, for a command that is not known; nothing has changed then. */
export async function control(network: Network, controls: Controls, input: JsonObject): Promise<JsonObject> {
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
  if ('send' in command) {
    controls.sends.set(command.send, command.times);
    return { send: command.send };
  }
  if ('clock' in command) return { now: moved(network, command.clock) };
  if ('received' in command) return received(controls.account(command.received.account), command.received);
  if ('past' in command) return remember(controls.account(command.past.account), command.past);
  if ('say' in command) {
    const messageID = say(controls, command.say);
    // As of a send: who is told that it was said can rely on it.
    await network.journal.stored();
    return { messageID };
  }
  const { host, ended } = controls.connected;
  if ('typing' in command) return typing(controls.account(command.typing.account), host, command.typing);
  if ('event' in command || 'events' in command) {
    const events = 'event' in command ? [command.event] : command.events;
    await host.ingest(events);
    return { stored: events.length };
  }
  if ('history' in command) return history(controls.account(command.history.account), host, command.history);
  return flood(controls.account(command.flood.account), host, ended, command.flood);
}

function moved({ clock }: Network, to: { set: string | number } | { advanceMs: number }): string {
  if ('set' in to) clock.set(parseTime(to.set));
  else clock.advance(to.advanceMs);
  return new Date(clock.now()).toISOString();
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
