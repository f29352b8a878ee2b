import type { JsonObject } from '@partyline/connector';
import type { Account } from './account.ts';
import type { ReceivedCommand } from './commands.ts';

const LIMIT = 1_000;

/** The network's testimony: what a chat has got from an account so far, oldest first. Throws for a chat that is not there. */
export function received(account: Account, { chat: chatID, skip = 0, limit = LIMIT }: ReceivedCommand): JsonObject {
  const chat = account.chats.get(chatID);
  const receipts = account.receipts.of(chatID);
  return plain({
    count: receipts.length,
    messages: receipts.slice(skip, skip + limit),
    reactions: Object.fromEntries([...account.reactions].map(([messageID, keys]) => [messageID, [...keys]])),
    typing: account.typing.get(chatID) ?? [],
    readUpTo: account.readMarks.get(chatID) ?? null,
    historyAsked: account.historyAsked.get(chatID) ?? 0,
    deleted: account.deletions.get(chatID) ?? null,
    chat,
  });
}

function plain(value: object): JsonObject {
  const copy: JsonObject = JSON.parse(JSON.stringify(value));
  return copy;
}
