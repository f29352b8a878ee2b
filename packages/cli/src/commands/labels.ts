/** Labels for chats. */

import { withClient } from '../access.ts';
import { confirmed } from '../confirmed.ts';
import { type Globals, refuseWhenReadOnly } from '../globals.ts';
import { interruptible } from '../interrupt.ts';
import { offered } from '../not-offered.ts';
import type { Result } from '../result.ts';
import { printable } from '../text.ts';
import { chooseLabel } from './chats-change.ts';

export async function listLabels(globals: Globals): Promise<Result> {
  const labels = await withClient(globals, ({ client }) => client.labels.list());
  const text = labels.map(({ name }) => printable(name)).join('\n');
  return { document: labels, text: text === '' ? 'There are no labels yet.' : text };
}

export async function createLabel(name: string, globals: Globals): Promise<Result> {
  refuseWhenReadOnly(globals, 'make a label');
  const label = await withClient(globals, ({ client }) => offered('makes labels', client.labels.create({ name })));
  return { document: label, text: `Made the label ${printable(label.name)}.` };
}

export function renameLabel(words: string, name: string, globals: Globals): Promise<Result> {
  return withClient(globals, async ({ client }) => {
    const { id } = chooseLabel(words, await client.labels.list(), globals);
    const label = await offered('renames labels', client.labels.update(id, { name }));
    return { document: label, text: `It is called ${printable(label.name)} now.` };
  });
}

/** @throws CliError 2 when it was not confirmed and nobody can be asked */
export async function deleteLabel(words: string, options: { readonly yes?: true }, globals: Globals): Promise<Result> {
  refuseWhenReadOnly(globals, 'delete a label');
  return interruptible((signal) =>
    withClient(globals, async ({ client }) => {
      const { id, name } = chooseLabel(words, await client.labels.list(), globals);
      const consequences = `The label ${printable(name)} is deleted, and taken off its chats. The chats stay.`;
      const question = { action: `delete ${printable(name)}`, message: 'Delete it?', consequences };
      if (!options.yes) await confirmed(question, signal, globals);
      await offered('deletes labels', client.labels.delete(id, { signal }));
      return { document: { deleted: id }, text: `Deleted the label ${printable(name)}.` };
    }),
  );
}
