/** The one way tools reach the server: the catalogue's operations, run as any other door runs them. */

import type { Static, TSchema } from 'typebox';
import type { Caller } from '../auth/tokens.ts';
import { type Invoke, invoker } from '../operations/invoke.ts';
import { type Input, JsonText, type Operation, type Services } from '../operations/operation.ts';
import type { Desk } from './tool.ts';

export type OpenDesk = (caller: Caller, signal: AbortSignal) => Desk;

export function desks(services: Services): OpenDesk {
  const invokes = new Map<Operation, Invoke>();
  const invokeOf = (operation: Operation): Invoke => {
    const known = invokes.get(operation) ?? invoker(operation, services);
    invokes.set(operation, known);
    return known;
  };
  return (caller, signal) => {
    const tell = async (operation: Operation, input: Partial<Input> = {}): Promise<unknown> => {
      const answer = await invokeOf(operation)(caller, { params: {}, query: {}, body: undefined, ...input });
      return answer instanceof JsonText ? JSON.parse(answer.text) : answer;
    };
    return {
      signal,
      tell,
      // The tests of the wire prove that answers are what the operation declares; this is where that becomes a type.
      ask: async <R extends TSchema>(operation: Operation, _answer: R, input?: Partial<Input>) =>
        (await tell(operation, input)) as Static<R>,
      receive: (source) => services.media.receive(source),
    };
  };
}
