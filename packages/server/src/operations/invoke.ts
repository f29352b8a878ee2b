/** The one way an operation is run, under every door: who may, with what, how often, then what it does, and that it is noted. */

import { ApiError } from '@partyline/protocol';
import type { Target } from '../auth/audit.ts';
import type { Caller } from '../auth/tokens.ts';
import type { Input, Operation, Services } from './operation.ts';
import { runHeld } from './policy/gate.ts';
import { type Validator, validatorOf } from './validator.ts';

export type Invoke = (caller: Caller | undefined, input: Input) => unknown;

/** The answer, or a promise of it. @throws ApiError `unauthorized`, `FORBIDDEN`, `VALIDATION_ERROR`, `RATE_LIMITED`, or what the operation itself refuses with */
export function invoker(operation: Operation, services: Services): Invoke {
  const validate: Validator = validatorOf(operation);
  const { id, limits, scope } = operation;
  return (caller, input) => {
    checkScope(operation, caller);
    const checked = validate(input);
    if (limits !== undefined)
      services.limits.take(id, limits, { address: input.ip, token: caller?.tokenID, client: caller?.clientID });
    // Nearly every call: it must cost nothing that others are held to a policy.
    if (caller === undefined || scope === 'public' || (scope === 'read' && caller.policy === undefined))
      return operation.run(services, caller, checked, input.calledAt);
    const { policy } = caller;
    const run = () =>
      policy === undefined
        ? operation.run(services, caller, checked, input.calledAt)
        : runHeld(operation, services.seen.of(caller), { ...caller, policy }, checked, input.calledAt);
    if (scope === 'read' || operation.speaksForNetwork === true) return run();
    const target = { ...idsIn(checked.params), ...idsIn(checked.body) };
    return services.audit.noted(caller, { operation: id, target, run, answered: idsIn });
  };
}

/** Whether the caller may call at all, for doors that want to know before they read the input. @throws ApiError `unauthorized` or `FORBIDDEN` */
export function checkScope({ scope }: Pick<Operation, 'scope'>, caller: Caller | undefined): void {
  if (scope === 'public') return;
  if (caller === undefined) throw new ApiError('unauthorized');
  if (!caller.scopes.has(scope)) throw new ApiError('FORBIDDEN', `This call needs a token with the scope "${scope}"`);
}

const noted = [
  'accountID',
  'bridgeID',
  'chatID',
  'id',
  'labelID',
  'loginID',
  'loginSessionID',
  'messageID',
  'pendingMessageID',
  'tokenID',
  'uploadID',
  'webhookID',
];
const longest = 255;

/** What the audit log keeps of an input or an answer. */
function idsIn(value: unknown): Target {
  if (typeof value !== 'object' || value === null) return {};
  const found: Record<string, string> = {};
  for (const name of noted) {
    const id: unknown = Reflect.get(value, name);
    if (typeof id === 'string') found[name] = id.slice(0, longest);
  }
  return found;
}
