/** Every tool there is: the official ones under their names (mcp.md, section 2), then what their users miss (section 5). */

import type { Operation } from '../operations/operation.ts';
import type { Tool } from './tool.ts';
import { findContacts, getAccounts } from './tools/accounts.ts';
import { getAttachment } from './tools/attachments.ts';
import { archive, beginChat, findChats, forgetReminder, getChat, markRead, remind, setDraft } from './tools/chats.ts';
import { documentation } from './tools/documentation.ts';
import { focusApp } from './tools/focus.ts';
import { checkLogin, continueLogin, networks, startLogin } from './tools/logins.ts';
import { edit, getMessage, messagesOf, react, send, unreact, unsend } from './tools/messages.ts';
import { findEverything, findMessages } from './tools/search.ts';
import { waitForMessages } from './tools/waiting.ts';

export const toolCatalogue = (operations: readonly Operation[]): readonly Tool[] => [
  findEverything,
  findChats,
  findMessages,
  getChat,
  messagesOf,
  getAccounts,
  send,
  archive,
  remind,
  forgetReminder,
  focusApp,
  documentation(operations),
  waitForMessages,
  getMessage,
  getAttachment,
  findContacts,
  beginChat,
  markRead,
  setDraft,
  edit,
  unsend,
  react,
  unreact,
  networks,
  startLogin,
  continueLogin,
  checkLogin,
];
