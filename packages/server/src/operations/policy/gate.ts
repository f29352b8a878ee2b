/**
 * The one place where policies are enforced (design contract 7): every operation of a token with a policy passes here, under every door. What it reads
 * it reads from the part of the data that it sees. What it names and does not see is replaced by a name that nothing can have before the operation
 * runs, so that the answer is, to the letter, that for what does not exist.
 */

import { ApiError } from '@partyline/protocol';
import type { Policy } from '../../auth/policy.ts';
import type { Caller } from '../../auth/tokens.ts';
import { findChat } from '../../inbox/chat-rows.ts';
import type { Store } from '../../store/store.ts';
import type { Input, Operation, Services } from '../operation.ts';
import { type Rule, rules, saidOfChats } from './rules.ts';

/** What somebody sees: rooms over it, and the data itself. */
export interface Seen {
  readonly services: Services;
  readonly read: Store['read'];
}

export interface Held extends Caller {
  readonly policy: Policy;
}

/** The input was checked against the operation's shape. @throws ApiError `FORBIDDEN` in words, or what the operation itself refuses with */
export async function runHeld(operation: Operation, seen: Seen, caller: Held, input: Input, calledAt?: string) {
  const rule = rules[operation.id];
  if (rule === undefined)
    throw forbidden(`does not go together with this call (${operation.id}), which needs a token without a policy`);
  const checked = await passed(rule, seen, caller, input);
  return operation.run(seen.services, caller, checked, calledAt);
}

async function passed(rule: Rule, seen: Seen, caller: Held, input: Input): Promise<Input> {
  const { policy } = caller;
  const needsApproval = policy.approval === true;
  if ((rule === 'say' || rule === 'again') && needsApproval) throw unapproved();
  if (rule === 'again' && policy.sendsPerHour !== undefined)
    throw forbidden('counts what is sent, and this would send without being counted. Send the message anew');
  if (rule === 'settle' && needsApproval) throw forbidden('leaves it to the owner to say what became of a message');
  switch (rule) {
    case 'open':
    case 'read':
    case 'upload':
      return input;
    case 'account':
      return { ...input, params: await ofAccount(seen, caller, fields(input.params)) };
    case 'begin':
      if (policy.writes !== undefined) throw forbidden('names the chats it writes in, so it begins none');
      // Its members see a group and its title at once; the first message of a direct chat waits.
      if (needsApproval && fields(input.body)?.['type'] === 'group') throw unapproved();
      return { ...input, body: await ofAccount(seen, caller, fields(input.body)) };
    case 'waiting':
    case 'again':
      return { ...input, params: await ofWaiting(seen, caller, fields(input.params), ['proposals', 'deliveries']) };
    case 'settle':
      return { ...input, params: await ofWaiting(seen, caller, fields(input.params), ['deliveries', 'messages']) };
    case 'file':
      return {
        ...input,
        query: await withSeenFile(seen, fields(input.query)),
        body: await withSeenFile(seen, fields(input.body)),
      };
    default: {
      const body = await withSeenUploads(seen, fields(input.body));
      if (needsApproval && saidOfChats.some((name) => body?.[name] !== undefined)) throw unapproved();
      return { ...input, params: await inChat(seen, caller, fields(input.params)), body };
    }
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Names that nothing has: one that only looks like an ID, of each kind. */
const nobodys = {
  chat: '!nothing:nowhere.localhost',
  account: 'nowhere_nothing',
  label: 'nothing',
  message: 'm0',
  upload: '0'.repeat(22),
  url: `mxc://partyline/${'0'.repeat(22)}`,
} as const;

async function inChat({ services, read }: Seen, { owner, policy }: Held, params: Fields | undefined) {
  const { chatID, labelID } = params ?? {};
  if (typeof chatID !== 'string') return params;
  const chat = await findChat(read, owner, chatID);
  if (chat === undefined) return { ...params, chatID: nobodys.chat };
  if (!writesIn(policy, chat.public_id)) throw forbidden('does not let it write in this chat');
  if (typeof labelID !== 'string') return params;
  const labels = await services.labels.list(owner);
  return { ...params, ...(!labels.some(({ id }) => id === labelID) && { labelID: nobodys.label }) };
}

async function ofAccount({ services }: Seen, { owner, policy }: Held, given: Fields | undefined) {
  const accountID = given?.['accountID'];
  if (typeof accountID !== 'string') return given;
  if (services.book.account(owner, accountID) === undefined) return { ...given, accountID: nobodys.account };
  if (policy.sees !== undefined && !policy.sees.accountIDs.includes(accountID))
    throw forbidden('shows it single chats of this account, and nobody else on its network');
  return given;
}

/** @param tables where a message of that ID can stand, the first that has it counts */
async function ofWaiting(
  { read }: Seen,
  { policy }: Held,
  params: Fields | undefined,
  tables: readonly ('proposals' | 'deliveries' | 'messages')[],
) {
  const pendingID = params?.['pendingMessageID'];
  if (typeof pendingID !== 'string') return params;
  for (const table of tables) {
    const chat = await read
      .selectFrom(table)
      .innerJoin('chats', 'chats.id', `${table}.chat_id`)
      .select('chats.public_id')
      .where(`${table}.pending_id`, '=', pendingID)
      .executeTakeFirst();
    if (chat === undefined) continue;
    if (!writesIn(policy, chat.public_id)) throw forbidden('does not let it write in this chat');
    if (policy.approval === true && table !== 'proposals')
      throw forbidden('lets it take back only what was proposed to the owner, and nobody proposed this');
    return params;
  }
  return { ...params, pendingMessageID: nobodys.message };
}

async function withSeenFile(seen: Seen, given: Fields | undefined) {
  const url = given?.['url'];
  if (typeof url !== 'string') return given;
  const id = seen.services.media.idOf(url);
  return id !== undefined && (await seesFile(seen, id)) ? given : { ...given, url: nobodys.url };
}

/** The uploads that a message, a draft or a picture of a chat is to use. */
async function withSeenUploads(seen: Seen, body: Fields | undefined): Promise<Fields | undefined> {
  if (body === undefined) return undefined;
  const { attachment, draft, imgURL } = body;
  const attachments = fields(fields(draft)?.['attachments']);
  return {
    ...body,
    ...(typeof imgURL === 'string' && { imgURL: await seenPicture(seen, imgURL) }),
    ...(attachment !== undefined && { attachment: await withSeenUpload(seen, fields(attachment)) }),
    ...(attachments !== undefined && {
      draft: {
        ...fields(draft),
        attachments: Object.fromEntries(
          await Promise.all(
            Object.entries(attachments).map(async ([id, file]) => [id, await withSeenUpload(seen, fields(file))]),
          ),
        ),
      },
    }),
  };
}

async function withSeenUpload(seen: Seen, file: Fields | undefined) {
  const uploadID = file?.['uploadID'];
  if (typeof uploadID !== 'string' || (await seesFile(seen, uploadID))) return file;
  return { ...file, uploadID: nobodys.upload };
}

/** As accounts/chat-picture.ts reads it: the ID is at the end. */
async function seenPicture(seen: Seen, name: string): Promise<string> {
  const id = /[\w-]{22}$/.exec(name)?.[0];
  return id === undefined || (await seesFile(seen, id)) ? name : nobodys.upload;
}

async function seesFile({ read }: Seen, id: string): Promise<boolean> {
  return (await read.selectFrom('media').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

const writesIn = ({ writes }: Policy, chatID: string): boolean => writes === undefined || writes.includes(chatID);

function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

const forbidden = (why: string): ApiError =>
  new ApiError('FORBIDDEN', `The policy of this token ${why}. Nothing was changed.`);

const unapproved = (): ApiError =>
  forbidden('lets others see only what the owner approved, and this cannot wait for that. Send a message instead');
