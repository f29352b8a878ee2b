/** English, the settings: messages that wait for the owner. */

import type { ApprovalState } from '@partyline/protocol';
import { plural } from './plural.ts';

const language = 'en';

const approvalState: Readonly<Record<ApprovalState, string>> = {
  pending: 'Waiting',
  approved: 'Approved',
  refused: 'Refused',
  expired: 'Expired: it was not sent',
};

export const approvals = {
  title: 'Approvals',
  text: 'Messages that programs want to send, and that wait for you.',
  none: 'Nothing waits for you',
  noneText: 'A token can be made so that what it sends waits here until you approve it.',
  waiting: 'Waiting for you',
  count: plural(language, { one: '# message waits for your approval', other: '# messages wait for your approval' }),
  keys: 'On a message: A approves, E edits, R refuses, J and K go to the next and the one before.',
  wantsTo: 'wants to write to',
  asked: (when: string) => `Asked ${when}`,
  until: (when: string) => `Waits until ${when}`,
  sendAt: (when: string) => `To be sent ${when}`,
  replyTo: 'In reply to',
  replyGone: 'In reply to a message that is not here any more',
  file: 'File',
  hidden: (code: string) => `Invisible character ${code}`,
  approve: 'Approve',
  edit: 'Edit',
  refuse: 'Refuse',
  editTitle: 'Edit, then approve',
  editText: 'Your text is sent instead. Markdown works.',
  message: 'Message',
  textMissing: 'There is nothing to send: type something, or refuse it.',
  approveEdited: 'Approve this text',
  refuseTitle: 'Refuse this message?',
  refuseText: 'It is not sent. The program is told, with your reason if you give one.',
  reason: 'Reason (optional)',
  approved: 'Approved: it is being sent',
  refused: 'Refused',
  decided: 'Decided',
  decidedNone: 'Nothing was decided yet.',
  state: approvalState,
  edited: 'with your text',
  because: (reason: string) => `“${reason}”`,
  news: (token: string, chat: string) => `${token} wants to write to ${chat}`,
  look: 'Look',
  chat: 'Open the chat',
};
