import type { Command } from 'commander';
import { listDeadLetters, replayDeadLetters } from '../commands/dead-letters.ts';
import {
  type AddWebhookOptions,
  addWebhook,
  listWebhooks,
  removeWebhook,
  rotateWebhook,
  showWebhook,
  switchWebhook,
  testWebhook,
} from '../commands/webhooks.ts';
import type { Globals } from '../globals.ts';
import { invocation } from '../hint.ts';
import type { Result } from '../result.ts';
import { defaultList } from './default-list.ts';
import { type Run, repeatable } from './run.ts';

const selector = '\n<webhook> is a webhook ID, or a part of its description or address.\n';

export function webhookCommands(program: Command, run: Run): void {
  const webhooks = program.command('webhooks').description('have events posted to an address');
  /** A command on one webhook. */
  const onOne = (name: string, description: string, act: (webhook: string, globals: Globals) => Promise<Result>) =>
    webhooks
      .command(name)
      .argument('<webhook>', 'which one')
      .description(description)
      .addHelpText('after', selector)
      .action((webhook: string, _options, command: Command) => run(command, (globals) => act(webhook, globals)));
  defaultList(webhooks)
    .description('all webhooks and how they do')
    .action((_options, command: Command) => run(command, listWebhooks));
  onOne('show', 'one webhook and its last tries', showWebhook);
  addCommand(webhooks, run);
  onOne('remove', 'delete a webhook with its dead letters', removeWebhook);
  onOne('enable', 'switch it on again; it goes on where it stood', (webhook, globals) =>
    switchWebhook(webhook, false, globals),
  );
  onOne('disable', 'switch it off', (webhook, globals) => switchWebhook(webhook, true, globals));
  onOne('test', 'post a test now, and say what came of it', testWebhook);
  webhooks
    .command('rotate')
    .argument('<webhook>', 'which one')
    .option('--overlap <hours>', 'how long the old secret signs too; 24 by default')
    .description('replace the signing secret and print the new one once')
    .addHelpText('after', selector)
    .action((webhook: string, options: { overlap?: string }, command: Command) =>
      run(command, (globals) => rotateWebhook(webhook, options, globals)),
    );
  onOne('dead', 'events that were given up', listDeadLetters);
  webhooks
    .command('replay')
    .argument('<webhook>', 'which one')
    .argument('[letter...]', 'IDs of dead letters; all by default')
    .description('post events again that were given up, oldest first')
    .addHelpText('after', selector)
    .action((webhook: string, letters: string[], _options, command: Command) =>
      run(command, (globals) => replayDeadLetters(webhook, letters, globals)),
    );
}

function addCommand(webhooks: Command, run: Run): void {
  webhooks
    .command('add')
    .argument('<url>', 'where events are posted')
    .addOption(repeatable('--type <event>', 'only such events: message.upserted (repeatable)'))
    .addOption(repeatable('--account <account>', 'only of this account (repeatable)'))
    .addOption(repeatable('--chat <chat>', 'only of this chat (repeatable)'))
    .option('--description <text>', 'what it is for')
    .option('--since <cursor>', 'the cursor to begin after; now by default')
    .description('add a webhook and print its signing secret once')
    .addHelpText(
      'after',
      `\nExample:\n  $ ${invocation()} webhooks add https://example.org/hook --type message.upserted --account irc\n`,
    )
    .action((url: string, options: AddWebhookOptions, command: Command) =>
      run(command, (globals) => addWebhook(url, options, globals)),
    );
}
