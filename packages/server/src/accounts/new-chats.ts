/** Chats that are begun from here (contract 3.4). */

import type { ChatRequest, Connection, Manifest, Profile } from '@partyline/connector';
import { ApiError, invalidValue, notFound, type UserHints } from '@partyline/protocol';
import type { Caller } from '../auth/tokens.ts';
import type { AccountFacts, Accounts } from '../inbox/account-facts.ts';
import { publicChatID } from '../inbox/chat-ids.ts';
import { findChat } from '../inbox/chat-rows.ts';
import { directChatWith, peopleMet } from '../inbox/chats/people.ts';
import type { Ingest } from '../inbox/ingest.ts';
import type { Store } from '../store/store.ts';
import type { AccountBook } from './account-book.ts';
import type { BridgeDefinition } from './bridge-definitions.ts';
import { checkGroup } from './group-rules.ts';
import { connectionOf, done, notSupported, reach } from './reach.ts';
import type { Supervisor } from './supervisor.ts';
import { bestMatch, byName, identifiersOf, type LookUp, lookUpOn } from './user-hints.ts';

export interface NewChats {
  /**
   * A direct chat that is here is used again, without asking the network.
   * @throws ApiError `NOT_FOUND`, `NOT_SUPPORTED`, `VALIDATION_ERROR`, `CONFLICT` while the account is not connected, or `UPSTREAM_ERROR`
   */
  create(caller: Caller, request: NewChat): Promise<Begun>;
  /** A direct chat with whoever the hints fit best. @throws as {@link create}; `NOT_FOUND` when nobody is found */
  start(caller: Caller, request: ChatWithSomebody): Promise<Begun>;
}

export interface NewChat {
  readonly accountID: string;
  readonly type: 'single' | 'group';
  readonly participantIDs: readonly string[];
  readonly title?: string | undefined;
  readonly first?: FirstMessage | undefined;
}

export interface ChatWithSomebody {
  readonly accountID: string;
  readonly user: UserHints;
  readonly first?: FirstMessage | undefined;
}

export interface FirstMessage {
  /** Plain or Markdown. */
  readonly text: string;
  /** The client says that it repeats a request: the message may have been accepted before. */
  readonly isRetry: boolean;
}

export interface Begun {
  readonly chatID: string;
  readonly status: 'existing' | 'created';
}

export interface NewChatParts {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly book: AccountBook;
  readonly supervisor: Supervisor;
  readonly bridges: ReadonlyMap<string, BridgeDefinition>;
  readonly ingest: Ingest;
  /** Accepts the first message of a chat for sending, durably. */
  sendFirstMessage(caller: Caller, chatID: string, message: FirstMessage): Promise<unknown>;
}

/** An account, with what is needed to begin chats on its network. */
interface Place {
  readonly owner: string;
  readonly account: AccountFacts;
  readonly manifest: Manifest | undefined;
}

export function createNewChats(parts: NewChatParts): NewChats {
  const { store, accounts, book, bridges, ingest } = parts;

  const placeOf = (owner: string, accountID: string): Place => {
    const account = accounts.find(owner, accountID);
    const entry = book.account(owner, accountID);
    if (account === undefined || entry === undefined) throw notFound('Account');
    return { owner, account, manifest: bridges.get(entry.login.bridgeID)?.manifest };
  };

  const existing = async ({ owner, account }: Place, userID: string): Promise<Begun | undefined> => {
    const chat = await directChatWith(store.read, owner, account.accountID, userID);
    return chat && { chatID: chat.public_id, status: 'existing' };
  };

  /** What the network made comes in as if it had told of it by itself. */
  const make = async (place: Place, request: Omit<ChatRequest, 'account'>): Promise<Begun> => {
    const { owner, account } = place;
    const connection = connected(place, 'no chat can be begun');
    if (connection.createChat === undefined) throw notSupported(account.network, 'begin chats');
    const made = connection.createChat({ account: account.remoteID, ...request });
    const { chat, participants, created } = await done(account.network, made);
    const chatID = publicChatID(account.accountID, chat.id);
    const before = await findChat(store.read, owner, chatID);
    await ingest({ owner, loginID: account.loginID }, [
      { kind: 'chat', account: account.remoteID, chat, ...(participants !== undefined && { participants }) },
    ]);
    return { chatID, status: created && before === undefined ? 'created' : 'existing' };
  };

  const connected = ({ owner, account }: Place, purpose: string): Connection =>
    connectionOf(parts, owner, account.accountID, purpose);

  const direct = async (place: Place, userID: string): Promise<Begun> =>
    (await existing(place, userID)) ?? make(place, { type: 'single', participantIDs: [userID] });

  const withMessage = async (caller: Caller, begun: Begun, first: FirstMessage | undefined): Promise<Begun> => {
    if (first !== undefined) await parts.sendFirstMessage(caller, begun.chatID, first);
    return begun;
  };

  /** The person, or the chat with them where that is here already. What is surer counts first, whoever knows it. */
  const resolve = async (place: Place, user: UserHints): Promise<Begun | Profile> => {
    const { owner, account } = place;
    const lookUp = lookUpAt(place);
    const identifiers = identifiersOf(user);
    for (const identifier of identifiers) {
      const met = await peopleMet(store.read, owner, account.accountID, identifier.value);
      const known = bestMatch(met, identifier, user.fullName);
      const begun = known && (await existing(place, known.id));
      if (begun !== undefined) return begun;
      if (lookUp instanceof ApiError) continue;
      const person = bestMatch(await lookUp(identifier.value), identifier, user.fullName);
      if (person !== undefined) return person;
    }
    if (lookUp instanceof ApiError) throw lookUp;
    const given = [...new Set(identifiers.map(({ value }) => value))].join(', ');
    throw new ApiError('NOT_FOUND', `User not found on ${account.network}: ${given}. Check how it is spelled.`);
  };

  const lookUpAt = ({ owner, account, manifest }: Place): LookUp | ApiError => {
    const reached = reach(parts, owner, account.accountID, 'nobody can be looked up');
    const abilities = manifest?.resolveIdentifier;
    if (abilities === undefined) return notSupported(account.network, 'look people up');
    if (reached instanceof ApiError) return reached;
    if (abilities.createDM) return lookUpOn(reached) ?? byName;
    return lookUpOn(reached) ?? notSupported(account.network, 'look people up');
  };

  return {
    async create(caller, { accountID, type, participantIDs, title, first }) {
      const place = placeOf(caller.owner, accountID);
      const [person, ...others] = participantIDs;
      if (type === 'group') {
        checkGroup(place.manifest?.groupCreation, place.account.network, { participantIDs, title });
        const begun = await make(place, { type, participantIDs, ...(title !== undefined && { title }) });
        return withMessage(caller, begun, first);
      }
      if (person === undefined || others.length > 0) {
        const message = 'participantIDs must name exactly one person for a chat of type single';
        throw invalidValue(['body', 'participantIDs'], message);
      }
      return withMessage(caller, await direct(place, person), first);
    },
    async start(caller, { accountID, user, first }) {
      const place = placeOf(caller.owner, accountID);
      const found = await resolve(place, user);
      return withMessage(caller, 'chatID' in found ? found : await direct(place, found.id), first);
    },
  };
}
