import type { Batch, LiveChat } from './batch.ts';
import { applyEdit, applyReaction, applyRemoval } from './changes.ts';
import { takeEarly } from './early.ts';
import { applyRead } from './reads.ts';

/** What was said early of messages that now have these native IDs. */
export async function sayAgain(batch: Batch, chat: LiveChat, remoteIDs: readonly string[]): Promise<void> {
  for (const event of await takeEarly(batch, chat.account, chat.row.remote_id, remoteIDs)) {
    if (event.kind === 'edit') await applyEdit(batch, event);
    else if (event.kind === 'removal') await applyRemoval(batch, event);
    else if (event.kind === 'reaction') await applyReaction(batch, event);
    else await applyRead(batch, event);
  }
}
