/** The tables, as Kysely types. Times are milliseconds since the epoch; JSON is text; every row belongs to one owner. */

import type { Generated } from 'kysely';

export interface Tables {
  owners: { id: string; created_at: number };
  tokens: TokensTable;
  logins: LoginsTable;
  accounts: AccountsTable;
  login_sessions: LoginSessionsTable;
  secrets: SecretsTable;
  events: EventsTable;
  inbound: InboundTable;
  meta: { key: string; value: string };
  chats: ChatsTable;
  participants: ParticipantsTable;
  messages: MessagesTable;
  message_aliases: { chat_id: number; remote_id: string; message_id: number };
  reactions: ReactionsTable;
  receipts: { chat_id: number; user_id: string; through: number; at: number };
  early_events: EarlyEventsTable;
  labels: { id: string; owner_id: string; name: string };
  chat_labels: { chat_id: number; label_id: string };
  deliveries: DeliveriesTable;
  idempotency_keys: IdempotencyKeysTable;
  /** Full-text index, contentless: `rowid` is `messages.id`. */
  message_index: { rowid: number; words: string; marks: string };
  media: MediaTable;
  owner_passphrases: { owner_id: string; hash: string; set_at: number };
  owner_sessions: OwnerSessionsTable;
  oauth_clients: OAuthClientsTable;
  oauth_grants: OAuthGrantsTable;
  refresh_tokens: RefreshTokensTable;
  token_sends: { id: Generated<number>; token_id: string; at: number };
  proposals: ProposalsTable;
  audit: AuditTable;
  message_media: { media_id: string; message_id: number };
  webhooks: WebhooksTable;
  webhook_attempts: WebhookAttemptsTable;
  webhook_dead_letters: WebhookDeadLettersTable;
}

export interface TokensTable {
  id: string;
  owner_id: string;
  name: string;
  /** SHA-256 of the token, hex. */
  hash: string;
  /** Space-separated: `read write`. */
  scopes: string;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
  /** The grant that it is an access token of; null for one that the owner made. */
  grant_id: string | null;
  /** JSON: auth/policy.ts. Null: it is held to its scopes alone. */
  policy: string | null;
  /** 1: made for one command of whoever owns the data folder; what it makes stays when it is gone. */
  for_owner: 0 | 1;
}

/** A message that a token may send only when the owner has said so. */
export interface ProposalsTable {
  id: Generated<number>;
  pending_id: string;
  owner_id: string;
  chat_id: number;
  token_id: string;
  token_name: string;
  /** `pending`, `approved`, `refused` or `expired`. */
  state: string;
  /** `SendInput` of outbox/compose.ts. */
  input: string;
  /** `DeliveryRequest`: how it would be sent, as it was composed last. */
  shown: string;
  edited: Generated<number>;
  due_at: number | null;
  reason: string | null;
  created_at: number;
  expires_at: number;
  decided_at: number | null;
}

export interface AuditTable {
  id: Generated<number>;
  owner_id: string;
  at: number;
  token_id: string;
  token_name: string;
  client_id: string | null;
  operation: string;
  /** JSON: IDs by name. */
  target: string;
  /** `done` or an error's code; null until there is an answer. */
  result: string | null;
}

/** Secrets are there as SHA-256, hex. */
export interface OwnerSessionsTable {
  hash: string;
  owner_id: string;
  /** When the passphrase was given last. */
  confirmed_at: number;
  expires_at: number;
  app_hash: string | null;
}

/** Lists of words are space-separated. */
export interface OAuthClientsTable {
  id: string;
  name: string;
  uri: string | null;
  /** JSON. */
  redirect_uris: string;
  grant_types: string;
  scopes: string;
  user_agent: string | null;
  remote_address: string | null;
  created_at: number;
}

export interface OAuthGrantsTable {
  id: string;
  owner_id: string;
  client_id: string;
  scopes: string;
  created_at: number;
  /** Of each of its tokens, as theirs. */
  policy: string | null;
}

export interface RefreshTokensTable {
  hash: string;
  grant_id: string;
  expires_at: number;
  /** When it was exchanged; kept so that a second use is noticed. */
  used_at: number | null;
}

export interface LoginsTable {
  id: string;
  owner_id: string;
  bridge_id: string;
  remote_id: string;
  settings: string;
  /** An `AccountStatus` other than `disabled`. */
  status: string;
  status_text: string | null;
  capabilities: string | null;
  created_at: number;
}

export interface AccountsTable {
  id: string;
  owner_id: string;
  login_id: string;
  remote_id: string;
  network: string;
  /** A `Profile` of the connector contract. */
  profile: string;
  disabled: number;
  created_at: number;
}

export interface LoginSessionsTable {
  id: string;
  owner_id: string;
  bridge_id: string;
  flow_id: string;
  /** The login to repair; after completion the login that was made. */
  login_id: string | null;
  /** `open`, `complete`, `cancelled` or `failed`. */
  state: string;
  /** Account IDs, after completion. */
  account_ids: string | null;
  error: string | null;
  created_at: number;
  updated_at: number;
  expires_at: number;
}

export interface SecretsTable {
  owner_id: string;
  /** What the secret belongs to: `login/<id>`, `session/<id>` or `webhook/<id>`. */
  subject: string;
  name: string;
  sealed: Uint8Array;
}

export interface EventsTable {
  seq: Generated<number>;
  owner_id: string;
  type: string;
  subject: string;
  /** JSON; of `chat.deleted` the account's ID. */
  payload: string | null;
  at: number;
}

export interface InboundTable {
  seq: Generated<number>;
  owner_id: string;
  login_id: string;
  /** The connector's event ID: unique within a login, so a redelivery is dropped. */
  event_id: string;
  event: string;
  at: number;
}

/** Flags are 0 or 1. Positions (`last_read`, `messages.id`) are those of inbox/positions.ts. */
export interface ChatsTable {
  id: Generated<number>;
  public_id: string;
  /** Null: the account was removed, and the chat is being purged. */
  owner_id: string | null;
  account_id: string;
  remote_id: string;
  type: string;
  title: string;
  /** The title as it is searched; written with the title by inbox/chat-rows.ts. */
  folded_title: Generated<string>;
  description: string | null;
  image: string | null;
  /** `ChatCapabilities` that differ from the connector's manifest. */
  capabilities: string | null;
  expiry_seconds: number | null;
  participant_count: Generated<number>;
  /** Time of the newest message, or of the chat itself while it has none. */
  activity: number;
  /** Everything up to this position is read. */
  last_read: Generated<number>;
  unread_count: Generated<number>;
  unread_mentions: Generated<number>;
  draft: string | null;
  reminder_at: number | null;
  created_at: number;
  /** The network said who is in it: senders are not added as participants. */
  participants_complete: Generated<number>;
  read_only: Generated<number>;
  archived: Generated<number>;
  muted: Generated<number>;
  pinned: Generated<number>;
  low_priority: Generated<number>;
  marked_unread: Generated<number>;
  reminder_until_reply: Generated<number>;
  /**
   * The position of the oldest message when the network said that it has none before it. Null: it has not said so. A message that stands before it
   * came later, and shows that there was more.
   */
  whole_from: number | null;
}

export interface ParticipantsTable {
  chat_id: number;
  user_id: string;
  /** A `ChatParticipant` of the connector contract. */
  profile: string;
  is_self: number;
  is_admin: number;
  folded: string;
}

export interface MessagesTable {
  id: number;
  chat_id: number;
  remote_id: string | null;
  /** The wire's `pendingMessageID` of a message that was sent from here. */
  pending_id: string | null;
  sender_id: string;
  sender_name: string | null;
  is_self: number;
  type: string;
  /** Rich text. */
  text: string;
  mentions: string | null;
  /** `Attachment[]` of the wire. */
  attachments: string | null;
  /** `LinkPreview[]` of the wire. */
  links: string | null;
  /** Native ID of the message that is answered. */
  reply_to: string | null;
  edited_at: number | null;
  edit_id: string | null;
  deleted: Generated<number>;
  /** 1: fetched from the past, and so never unread. */
  past: Generated<number>;
  /** 1 until the network confirmed it: its ID on the wire is `pending_id` so long. */
  pending: Generated<number>;
  /** `SendStatus` of the wire. */
  send_status: string | null;
}

export interface ReactionsTable {
  message_id: number;
  sender_id: string;
  key: string;
  at: number;
  /** 1: taken back at that time; kept, so that an older addition that comes late changes nothing. */
  removed: number;
}

export interface EarlyEventsTable {
  id: Generated<number>;
  account_id: string;
  chat_remote_id: string;
  message_remote_id: string;
  event: string;
  kept_at: number;
}

export interface DeliveriesTable {
  id: Generated<number>;
  owner_id: string;
  account_id: string;
  chat_id: number;
  pending_id: string;
  /** `scheduled`, `queued`, `sending`, `failed`, `uncertain`. One that was sent or cancelled is gone. */
  state: string;
  /** What was asked for: outbox/delivery-rows.ts. */
  request: string;
  /** `OutgoingPart[]`, once it is known how the message is split. */
  parts: string | null;
  /** `Sent[]`, one for each part that the network confirmed. */
  sent_parts: string | null;
  due_at: number;
  expires_at: number;
  attempts: Generated<number>;
  created_at: number;
}

export interface IdempotencyKeysTable {
  owner_id: string;
  token_id: string;
  key: string;
  request_hash: string;
  answer: string;
  created_at: number;
}

export interface MediaTable {
  id: string;
  owner_id: string;
  /** What was uploaded, what a network holds, or a small picture of either. */
  kind: 'upload' | 'remote' | 'thumbnail';
  /** Of `remote`: who can fetch it, and the connector's own words for it. */
  account_id: string | null;
  remote_ref: string | null;
  /** Of `thumbnail`: what it shows. */
  source_id: string | null;
  file_name: string | null;
  /** What the uploader or the network says it is. */
  mime_type: string | null;
  /** What the content is; null until it was here once. */
  content_type: string | null;
  /** Bytes on the disk; null while the file is not here. */
  stored_size: number | null;
  width: number | null;
  height: number | null;
  /** Seconds. */
  duration: number | null;
  /** 1: a message or draft uses it. */
  kept: Generated<number>;
  link_token: string | null;
  /** Of `upload`: the token that brought it, where that token is held to a policy. */
  token_id: string | null;
  created_at: number;
  used_at: number;
}

export interface WebhooksTable {
  id: string;
  owner_id: string;
  url: string;
  description: string | null;
  /** Filters: lists of text; null wants everything. */
  types: string | null;
  account_ids: string | null;
  chat_ids: string | null;
  /** `KeptSecret[]` of hooks/secrets.ts, newest first. The secrets themselves are in the vault. */
  secrets: string;
  /** In the log: everything up to here is done. */
  position: number;
  /** `owner`, `gone` or `failing`. */
  disabled: string | null;
  /** Tries of the event that waits. */
  attempts: Generated<number>;
  /** Events given up in a row. */
  given_up: Generated<number>;
  failing_since: number | null;
  next_attempt_at: number | null;
  last_error: string | null;
  last_delivered_at: number | null;
  missed_at: number | null;
  /** Numbers `webhook_attempts`. */
  attempt_count: Generated<number>;
  created_at: number;
  /** The token that it came with, and the grant that this is of; null for one that is older than they are kept. */
  token_id: string | null;
  token_name: string | null;
  grant_id: string | null;
}

export interface WebhookAttemptsTable {
  webhook_id: string;
  number: number;
  message_id: string;
  kind: 'event' | 'replay' | 'test';
  type: string;
  at: number;
  /** Milliseconds. */
  duration: number;
  status: number | null;
  /** Null: delivered. */
  error: string | null;
}

/** The row of the log, which may have forgotten it since, and why it was given up. */
export interface WebhookDeadLettersTable {
  id: Generated<number>;
  webhook_id: string;
  seq: number;
  type: string;
  subject: string;
  payload: string | null;
  at: number;
  failed_at: number;
  attempts: number;
  error: string;
}
