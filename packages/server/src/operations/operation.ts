/** An API operation: its shape on the wire and what it does. One catalogue feeds every door (design, section 3). */

import type { OperationShape } from '@partyline/protocol';
import type { Static, TObject, TSchema } from 'typebox';
import type { AccountBook } from '../accounts/account-book.ts';
import type { Bridges } from '../accounts/bridges.ts';
import type { ChatActions } from '../accounts/chat-actions.ts';
import type { Contacts } from '../accounts/contacts.ts';
import type { LoginSessions } from '../accounts/login-sessions/login-sessions.ts';
import type { Logins } from '../accounts/logins.ts';
import type { NewChats } from '../accounts/new-chats.ts';
import type { SandboxControl } from '../accounts/sandbox-control.ts';
import type { Audit } from '../auth/audit.ts';
import type { OwnerDesk } from '../auth/owner/owner-desk.ts';
import type { RateLimits } from '../auth/rate-limits.ts';
import type { SetupRequests } from '../auth/setup/setup-requests.ts';
import type { Caller, Tokens } from '../auth/tokens.ts';
import type { Webhooks } from '../hooks/webhooks.ts';
import type { Imports } from '../imports/imports.ts';
import type { Chats } from '../inbox/chats/chats.ts';
import type { Labels } from '../inbox/labels.ts';
import type { Messages } from '../inbox/messages/messages.ts';
import type { Reminders } from '../inbox/reminders.ts';
import type { Search } from '../inbox/search/search.ts';
import type { Media } from '../media/media.ts';
import type { IncomingFile } from '../media/media-folder.ts';
import type { OpenedMedia } from '../media/reader.ts';
import type { MessageActions } from '../outbox/message-actions.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Stream } from '../stream/stream.ts';
import type { SelfDescription } from './info/self-description.ts';
import type { SeenRooms } from './policy/seen-services.ts';

/** What operations work with. */
export interface Services {
  readonly book: AccountBook;
  readonly bridges: Bridges;
  readonly logins: Logins;
  readonly loginSessions: LoginSessions;
  readonly contacts: Contacts;
  readonly chats: Chats;
  readonly chatActions: ChatActions;
  readonly newChats: NewChats;
  readonly imports: Imports;
  readonly labels: Labels;
  readonly reminders: Reminders;
  readonly messages: Messages;
  readonly search: Search;
  readonly media: Media;
  readonly outbox: Outbox;
  readonly messageActions: MessageActions;
  readonly stream: Stream;
  readonly webhooks: Webhooks;
  readonly sandbox: SandboxControl;
  readonly owner: OwnerDesk;
  readonly setup: SetupRequests;
  readonly limits: RateLimits;
  readonly self: SelfDescription;
  readonly tokens: Tokens;
  readonly audit: Audit;
  /** The same, for each caller as they see it. */
  readonly seen: Pick<SeenRooms, 'of'>;
}

/** An answer that is already JSON text, for lists that are read far more often than they change. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An answer of bytes. Whoever sends it closes the file. */
export class FileAnswer {
  readonly media: OpenedMedia;

  constructor(media: OpenedMedia) {
    this.media = media;
  }
}

export interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly headers?: unknown;
  /** What came in the field that the operation's `upload` names. */
  readonly file?: IncomingFile | undefined;
  /** Where the caller called: `http://localhost:23373`. */
  readonly calledAt?: string;
  /** The caller's address, for limits. */
  readonly ip?: string;
}

type Headers = Readonly<Record<string, string | undefined>>;

export interface Operation extends OperationShape {
  /** Runs with input that fits the shape. @param calledAt see {@link Input} @returns the answer or a promise of it; undefined for 204 */
  run(services: Services, caller: Caller | undefined, input: Input, calledAt?: string): unknown;
}

type Value<S extends TSchema | undefined> = S extends TSchema ? Static<S> : undefined;

type Definition<
  P extends TObject | undefined,
  Q extends TObject | undefined,
  B extends TObject | undefined,
  R extends TSchema | undefined,
> = Omit<OperationShape, 'params' | 'query' | 'body' | 'response'> & {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly response?: R;
};

type Handler<
  P extends TObject | undefined,
  Q extends TObject | undefined,
  B extends TObject | undefined,
  R extends TSchema | undefined,
  C,
> = (call: {
  readonly services: Services;
  readonly caller: C;
  readonly params: Value<P>;
  readonly query: Value<Q>;
  readonly body: Value<B>;
  /** Those that the shape names, by lower-case name. */
  readonly headers: Headers;
  readonly file?: IncomingFile;
}) => Promise<Value<R> | JsonText | FileAnswer> | Value<R> | JsonText;

/** An operation that needs a token. The input was checked against the shape before the handler runs. */
export function operation<
  P extends TObject | undefined = undefined,
  Q extends TObject | undefined = undefined,
  B extends TObject | undefined = undefined,
  R extends TSchema | undefined = undefined,
>(
  definition: Definition<P, Q, B, R> & {
    readonly scope: 'read' | 'write';
    readonly handle: Handler<P, Q, B, R, Caller>;
  },
): Operation {
  const { handle, ...shape } = definition;
  return {
    ...shapeOf(shape),
    run(services, caller, input) {
      if (caller === undefined) throw new Error(`${definition.id} was run without a caller`);
      return handle({ services, caller, ...checked<P, Q, B>(input) });
    },
  };
}

/** An operation that anybody may call. */
export function publicOperation<B extends TObject | undefined = undefined, R extends TSchema | undefined = undefined>(
  definition: Omit<Definition<undefined, undefined, B, R>, 'scope'> & {
    readonly handle: (call: {
      readonly services: Services;
      /** Who has a good token, where the shape says that one helps. */
      readonly caller: Caller | undefined;
      readonly body: Value<B>;
      readonly calledAt: string;
    }) => Promise<Value<R>> | Value<R>;
  },
): Operation {
  const { handle, ...shape } = definition;
  return {
    ...shapeOf({ ...shape, scope: 'public' }),
    run(services, caller, input, calledAt = services.self.baseURL) {
      return handle({ services, caller, calledAt, body: checked<undefined, undefined, B>(input).body });
    },
  };
}

/** The validator of the catalogue has proven that the input fits; this is where that proof becomes a type. */
function checked<P extends TObject | undefined, Q extends TObject | undefined, B extends TObject | undefined>(
  input: Input,
) {
  return input as { params: Value<P>; query: Value<Q>; body: Value<B>; headers: Headers; file?: IncomingFile };
}

function shapeOf(
  definition: Definition<TObject | undefined, TObject | undefined, TObject | undefined, TSchema | undefined>,
): OperationShape {
  const { params, query, body, response, ...rest } = definition;
  return {
    ...rest,
    ...(params !== undefined && { params }),
    ...(query !== undefined && { query }),
    ...(body !== undefined && { body }),
    ...(response !== undefined && { response }),
  };
}
