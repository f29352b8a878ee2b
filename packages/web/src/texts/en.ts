/** English. One group a feature; functions where something is put in. */

import type { AccountStatus } from '@partyline/protocol';
import { accounts, addAccount, signIn, welcome } from './en-accounts.ts';
import { chat, composer, emoji } from './en-chat.ts';
import { chatActions, connection, inbox, keyboard, newChat, palette, search } from './en-inbox.ts';
import { settings } from './en-settings.ts';
import { plural } from './plural.ts';

const language = 'en';
const direction: 'ltr' | 'rtl' = 'ltr';

const accountStatus: Readonly<Record<AccountStatus, string>> = {
  connected: 'Connected',
  connecting: 'Connecting…',
  backfilling: 'Fetching history…',
  connection_required: 'Needs to be set up',
  reconnect_required: 'Signed out',
  attention_required: 'Needs attention',
  disconnected: 'Not connected',
  disabled: 'Switched off',
};

export const en = {
  language,
  direction,
  app: {
    name: 'Partyline',
    skip: 'Skip to the content',
    title: (view: string) => `${view} – Partyline`,
    titleNew: (view: string, chats: number) => `(${chats}) ${view} – Partyline`,
    loading: 'Loading…',
    close: 'Close',
    cancel: 'Cancel',
    retry: 'Try again',
    back: 'Back',
    broken: {
      title: 'This view broke',
      text: 'Something in the app went wrong. Your messages are safe: they are on the server.',
      reload: 'Load the app anew',
    },
    notFound: {
      title: 'There is nothing here',
      text: 'The address leads nowhere in this app.',
      home: 'Go to the inbox',
    },
  },
  nav: {
    label: 'Main',
    inbox: 'Inbox',
    search: 'Search',
    accounts: 'Accounts',
    settings: 'Settings',
    addAccount: 'Add an account',
    owner: 'You',
  },
  connection,
  errors: {
    offline: 'The server cannot be reached.',
    unknown: 'Something went wrong.',
  },
  session: {
    signIn: 'Sign in',
    signOut: 'Sign out',
    leaving: {
      title: 'Sign out and lose what was not sent?',
      messages: plural(language, {
        one: '# message did not reach the server.',
        other: '# messages did not reach the server.',
      }),
      drafts: plural(language, {
        one: '# draft could not be saved there.',
        other: '# drafts could not be saved there.',
      }),
      files: plural(language, { one: '# file is not uploaded yet.', other: '# files are not uploaded yet.' }),
      text: 'So that nobody else who uses this browser can read it, signing out deletes it.',
      confirm: 'Sign out and delete it',
    },
    hello: 'Welcome back',
    ask: 'Type the passphrase that you chose for this server.',
    passphrase: 'Passphrase',
    wrong: 'This is not the passphrase.',
    notKept: 'The passphrase is right, but this browser did not keep the session. Does it block cookies here?',
    tooMany: 'Too many tries. Wait some minutes, then try again.',
    forgotten: 'Forgotten? On the machine that runs Partyline, this makes room for a new one:',
    unreachable: {
      title: 'The server does not answer',
      text: 'Is Partyline running? This page tries again by itself.',
    },
    unclaimed: {
      title: 'Make this server yours',
      text: 'Nobody has claimed this server yet. When Partyline starts, it shows a link in its terminal. Open that link and choose a passphrase.',
      lost: 'The link is gone, or older than an hour? Stop Partyline with Ctrl-C and start it again: it shows a new one.',
      where: 'In the terminal it looks like this:',
      again: 'I have done that',
    },
  },
  theme: { label: 'Theme', system: 'As the system', light: 'Light', dark: 'Dark' },
  accountStatus,
  accounts,
  inbox,
  chatActions,
  newChat,
  chat,
  composer,
  emoji,
  search,
  palette,
  keyboard,
  addAccount,
  signIn,
  welcome,
  settings,
  notifications: {
    sender: (sender: string, chat: string) => `${sender} in ${chat}`,
    several: plural(language, { one: '# new message', other: '# new messages' }),
  },
  days: { today: 'Today', yesterday: 'Yesterday' },
};
