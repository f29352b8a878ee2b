/** `com.beeper.room_features` (mautrix-go, `event/capabilities.d.ts`) as the contract's capabilities of a chat. */

import type { AttachmentCapabilities, ChatCapabilities } from '@partyline/protocol';
import { type Fields, fields, flag, integer, list, text } from './fields.ts';

type Level = -2 | -1 | 0 | 1 | 2;

/** What is missing counts as not supported. */
export function chatCapabilities(features: Fields): ChatCapabilities {
  const state = fields(features['state']);
  const actions = fields(features['member_actions']);
  const request = fields(features['message_request']);
  const allowed = list(features['allowed_reactions']).flatMap((key) => text(key) ?? []);
  return {
    formatting: levels(features['formatting']),
    attachments: attachments(fields(features['file'])),
    ...count('maxTextLength', features['max_text_length']),
    locationMessage: level(features['location_message']),
    poll: level(features['poll']),
    thread: level(features['thread']),
    reply: level(features['reply']),
    edit: level(features['edit']),
    ...count('editMaxCount', features['edit_max_count']),
    ...count('editMaxAge', features['edit_max_age']),
    delete: level(features['delete']),
    ...count('deleteMaxAge', features['delete_max_age']),
    deleteForMe: flag(features['delete_for_me']),
    reaction: level(features['reaction']),
    ...count('reactionCount', features['reaction_count']),
    ...(allowed.length > 0 && { allowedReactions: allowed }),
    customEmojiReactions: flag(features['custom_emoji_reactions']),
    readReceipts: flag(features['read_receipts']),
    typingNotifications: flag(features['typing_notifications']),
    archive: flag(features['archive']),
    markAsUnread: flag(features['mark_as_unread']),
    deleteChat: flag(features['delete_chat']),
    deleteChatForEveryone: flag(features['delete_chat_for_everyone']),
    messageRequest: {
      acceptWithMessage: level(request['accept_with_message']),
      acceptWithButton: level(request['accept_with_button']),
    },
    ...timer(fields(features['disappearing_timer'])),
    participantActions: {
      ban: level(actions['ban']),
      invite: level(actions['invite']),
      kick: level(actions['kick']),
      leave: level(actions['leave']),
      revokeInvite: level(actions['revoke_invite']),
    },
    state: {
      title: stateLevel(state['m.room.name']),
      description: stateLevel(state['m.room.topic']),
      avatar: stateLevel(state['m.room.avatar']),
      disappearingTimer: stateLevel(state['com.beeper.disappearing_timer']),
    },
  };
}

function level(value: unknown): Level {
  return value === -2 || value === -1 || value === 1 || value === 2 ? value : 0;
}

const stateLevel = (value: unknown) => ({ level: level(fields(value)['level']) });

const levels = (value: unknown): Record<string, Level> =>
  Object.fromEntries(Object.entries(fields(value)).map(([name, given]) => [name, level(given)]));

function count<Name extends string>(name: Name, value: unknown): Partial<Record<Name, number>> {
  const number = integer(value);
  const counted: Partial<Record<Name, number>> = {};
  if (number !== undefined && number > 0) counted[name] = number;
  return counted;
}

function attachments(files: Fields): Record<string, AttachmentCapabilities> {
  // The contract has taken over Matrix's names for kinds of attachment.
  return Object.fromEntries(Object.entries(files).map(([kind, value]) => [kind, attachment(fields(value))]));
}

function attachment(file: Fields): AttachmentCapabilities {
  return {
    mimeTypes: levels(file['mime_types']),
    caption: level(file['caption']),
    ...count('maxCaptionLength', file['max_caption_length']),
    ...count('maxSize', file['max_size']),
    ...count('maxWidth', file['max_width']),
    ...count('maxHeight', file['max_height']),
    ...count('maxDuration', file['max_duration']),
    ...(flag(file['view_once']) && { viewOnce: true }),
  };
}

const timerTypes = [
  ['after_read', 'afterRead'],
  ['after_read_by_recipient', 'afterReadByRecipient'],
  ['after_send', 'afterSend'],
] as const;

function timer(told: Fields): Pick<ChatCapabilities, 'disappearingTimer'> {
  const types = list(told['types']).flatMap((type) => timerTypes.find(([theirs]) => theirs === type)?.[1] ?? []);
  if (types.length === 0) return {};
  // Absent: any time will do (mautrix-go, `DisappearingTimerCapability.Supports`).
  const timers =
    told['timers'] == null ? {} : { timers: list(told['timers']).flatMap((value) => integer(value) ?? []) };
  return { disappearingTimer: { types, ...timers, omitEmptyTimer: flag(told['omit_empty_timer']) } };
}
