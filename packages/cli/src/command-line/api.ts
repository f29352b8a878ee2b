import { type Command, Option } from 'commander';
import { type ApiOptions, callApi } from '../commands/api.ts';
import { invocation } from '../hint.ts';
import type { Run } from './run.ts';

type Given = ApiOptions & { readonly body?: string };

export function apiCommands(program: Command, run: Run): void {
  const api = program.command('api').description('call the API as it is, signed in; see /docs of the server');
  const withOptions = (command: Command, writes: boolean) => {
    if (writes)
      command
        .option('-d, --data <json>', 'the body; @path reads it from a file, - from standard input')
        // As the official command line calls it.
        .addOption(new Option('--body <json>').hideHelp());
    return command.option('--no-auth', 'without a token').argument('<path>', 'with the query: /v1/chats?limit=10');
  };
  for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
    withOptions(
      api.command(method).description(`${method.toUpperCase()}, and print what comes`),
      method !== 'get',
    ).action((path: string, { body, ...options }: Given, command: Command) =>
      run(command, (globals) =>
        callApi(method, path, { ...(body !== undefined && { data: body }), ...options }, globals),
      ),
    );
  }
  withOptions(api.command('request').argument('<method>', 'GET, POST, …'), true)
    .description('any method')
    .addHelpText(
      'after',
      `\nExamples:\n  $ ${invocation()} api get /v1/accounts\n  $ ${invocation()} api post /v1/focus --data '{}'\n  $ ${invocation()} api request GET /v1/spec --no-auth\n`,
    )
    .action((method: string, path: string, { body, ...options }: Given, command: Command) =>
      run(command, (globals) =>
        callApi(method, path, { ...(body !== undefined && { data: body }), ...options }, globals),
      ),
    );
}
