/** Refusals of what we ask, by numeric; https://modern.ircdocs.horse/#numerics */

const REASONS: Readonly<Record<string, string>> = {
  '401': 'no_such_recipient',
  '403': 'no_such_chat',
  '404': 'cannot_send_to_chat',
  '405': 'too_many_chats',
  '407': 'too_many_targets',
  '412': 'empty',
  '413': 'no_such_chat',
  '414': 'no_such_chat',
  '415': 'no_such_chat',
  '417': 'too_long',
  '437': 'not_allowed',
  '442': 'not_in_chat',
  '471': 'chat_is_full',
  '473': 'invitation_needed',
  '474': 'banned',
  '475': 'password_needed',
  '476': 'no_such_chat',
  '477': 'account_needed',
  '482': 'not_allowed',
  '486': 'account_needed',
  '489': 'not_allowed',
  '492': 'not_allowed',
  '520': 'not_allowed',
  '531': 'not_allowed',
  '716': 'recipient_blocks',
};

/** They do not say for whom it was. */
export const WITHOUT_TARGET: ReadonlySet<string> = new Set(['412', '417']);

/** @returns `undefined` for what is no refusal */
export function refusalReason(command: string): string | undefined {
  return Object.hasOwn(REASONS, command) ? REASONS[command] : undefined;
}
