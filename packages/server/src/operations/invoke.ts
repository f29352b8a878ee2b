/** The one way an operation is run, under every door: who may, with what, then what it does. */

import { ApiError } from '@partyline/protocol';
import type { Caller } from '../auth/tokens.ts';
import type { Input, Operation, Services } from './operation.ts';
import { type Validator, validatorOf } from './validator.ts';

export type Invoke = (caller: Caller | undefined, input: Input) => unknown;

/** The answer, or a promise of it. @throws ApiError `unauthorized`, `FORBIDDEN`, `VALIDATION_ERROR`, or what the operation itself refuses with */
export function invoker(operation: Operation, services: Services): Invoke {
  const validate: Validator = validatorOf(operation);
  return (caller, input) => {
    checkScope(operation, caller);
    return operation.run(services, caller, validate(input));
  };
}

/** Whether the caller may call at all, for doors that want to know before they read the input. @throws ApiError `unauthorized` or `FORBIDDEN` */
export function checkScope({ scope }: Pick<Operation, 'scope'>, caller: Caller | undefined): void {
  if (scope === 'public') return;
  if (caller === undefined) throw new ApiError('unauthorized');
  if (!caller.scopes.has(scope)) throw new ApiError('FORBIDDEN', `This call needs a token with the scope "${scope}"`);
}
