/** A chat's full ID for a `localChatID` of its owner; undefined when there is no such chat. */
export type ResolveChatID = (owner: string, id: string) => Promise<string | undefined>;

/** Full IDs, sorted and each once. An ID that nobody knows stays as it is: its chat may come. */
export async function fullChatIDs(resolve: ResolveChatID, owner: string, ids: readonly string[]): Promise<string[]> {
  const full = ids.map(async (id) => (isLocal(id) ? ((await resolve(owner, id)) ?? id) : id));
  return [...new Set(await Promise.all(full))].sort();
}

/** `localChatID` is a decimal number (contract 1.4). */
const isLocal = (id: string) => /^\d{1,15}$/.test(id);
