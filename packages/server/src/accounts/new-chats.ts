/** Chats that are begun from here (contract 3.4). */

import type { ChatRequest, Connection, Manifest, Profile } from '@partyline/connector';
import { ApiError, invalid, notFound, type UserHints } from '@partyline/protocol';
import type { AccountFacts, Accounts } from '../inbox/account-facts.ts';
import { publicChatID } from '../inbox/chat-ids.ts';
import { findChat } from '../inbox/chat-rows.ts';
import { directChatWith, peopleMet } from '../inbox/chats/people.ts';
import type { Ingest } from '../inbox/ingest.ts';
import type { Store } from '../store/store.ts';
import type { AccountBook } from './account-book.ts';
import type { BridgeDefinition } from './bridge-definitions.ts';
import { checkGroup } from './group-rules.ts';
import { connectionOf, done, notSupported, told } from './reach.ts';
import type { Supervisor } from './supervisor.ts';
import { bestMatch, identifiersOf } from './user-hints.ts';

export interface NewChats {
  /**
   * A direct chat that is here is used again, without asking the network.
   * @throws ApiError `NOT_FOUND`, `NOT_SUPPORTED`, `VALIDATION_ERROR`, `CONFLICT` while the account is not connected, or `UPSTREAM_ERROR`
   */
  create(owner: string, request: NewChat): Promise<Begun>;
  /** A direct chat with whoever the hints fit best. @throws as {@link create}; `NOT_FOUND` when nobody is found */
  start(owner: string, request: ChatWithSomebody): Promise<Begun>;
}

export interface NewChat {
  readonly accountID: string;
  readonly type: 'single' | 'group';
  readonly participantIDs: readonly string[];
  readonly title?: string | undefined;
  readonly messageText?: string | undefined;
}

export interface ChatWithSomebody {
  readonly accountID: string;
  readonly user: UserHints;
  readonly messageText?: string | undefined;
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
  /** Accepts the first message of a chat for sending, durably. @param text plain or Markdown */
  sendFirstMessage(owner: string, chatID: string, text: string): Promise<void>;
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

  const withMessage = async (owner: string, begun: Begun, text: string | undefined): Promise<Begun> => {
    if (text !== undefined) await parts.sendFirstMessage(owner, begun.chatID, text);
    return begun;
  };

  /** The person, or the chat with them where that is here already. */
  const resolve = async (place: Place, user: UserHints): Promise<Begun | Profile> => {
    const { owner, account, manifest } = place;
    const identifiers = identifiersOf(user);
    for (const identifier of identifiers) {
      const met = await peopleMet(store.read, owner, account.accountID, identifier.value);
      const known = bestMatch(met, identifier, user.fullName);
      const begun = known && (await existing(place, known.id));
      if (begun !== undefined) return begun;
    }
    if (manifest?.resolveIdentifier === undefined) throw notSupported(account.network, 'look people up');
    const connection = connected(place, 'nobody can be looked up');
    if (connection.resolve === undefined) throw notSupported(account.network, 'look people up');
    const asked = new Map<string, readonly Profile[]>();
    for (const identifier of identifiers) {
      const { value } = identifier;
      const found = asked.get(value) ?? (await told('who that is', connection.resolve(value)));
      asked.set(value, found);
      const person = bestMatch(found, identifier, user.fullName);
      if (person !== undefined) return person;
    }
    const given = [...asked.keys()].join(', ');
    throw new ApiError('NOT_FOUND', `User not found on ${account.network}: ${given}. Check how it is spelled.`);
  };

  return {
    async create(owner, { accountID, type, participantIDs, title, messageText }) {
      const place = placeOf(owner, accountID);
      const [first, ...others] = participantIDs;
      if (type === 'group') {
        checkGroup(place.manifest?.groupCreation, place.account.network, { participantIDs, title });
        const begun = await make(place, { type, participantIDs, ...(title !== undefined && { title }) });
        return withMessage(owner, begun, messageText);
      }
      if (first === undefined || others.length > 0) {
        const message = 'participantIDs must name exactly one person for a chat of type single';
        throw invalid([{ code: 'invalid_value', message, path: ['body', 'participantIDs'] }], message);
      }
      return withMessage(owner, await direct(place, first), messageText);
    },
    async start(owner, { accountID, user, messageText }) {
      const place = placeOf(owner, accountID);
      const found = await resolve(place, user);
      return withMessage(owner, 'chatID' in found ? found : await direct(place, found.id), messageText);
    },
  };
}
