import { Type } from 'typebox';
import { AccountPath } from '../accounts/account-id.ts';
import { operation } from '../operation.ts';

/** Additive, and there only while the sandbox is switched on. */
export const commandSandbox = operation({
  id: 'sandbox.command',
  method: 'POST',
  path: '/v1/accounts/{accountID}/sandbox',
  tag: 'Sandbox',
  summary: 'Command the sandbox network of an account',
  description:
    'Switches the status, causes faults and delays, lets contacts speak, moves the clock. The commands are in `connectors/sandbox/README.md`.',
  scope: 'write',
  speaksForNetwork: true,
  bodyLimit: 4 * 1024 * 1024,
  params: AccountPath,
  body: Type.Object({}, { additionalProperties: Type.Unknown(), title: 'SandboxCommand' }),
  response: Type.Object({}, { additionalProperties: Type.Unknown(), title: 'SandboxAnswer' }),
  errors: ['CONFLICT'],
  handle: ({ services, caller, params, body }) => services.sandbox.command(caller.owner, params.accountID, { ...body }),
});
