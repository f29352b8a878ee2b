import { AccountList, ContactList } from '@partyline/protocol';
import { Type } from 'typebox';
import { searchContacts } from '../../operations/accounts/contacts-search.ts';
import { listAccounts } from '../../operations/accounts/list.ts';
import { tool } from '../tool.ts';
import { accountID } from './arguments.ts';

export const getAccounts = tool({
  name: 'get_accounts',
  title: 'Get accounts',
  description: 'Lists the chat accounts of the user: network, identity, and whether each is connected.',
  scope: 'read',
  input: Type.Object({}),
  output: Type.Object({ items: AccountList }),
  async run(desk) {
    const items = await desk.ask(listAccounts, AccountList);
    const lines = items.map(({ accountID: id, network, user, status, statusText }) => {
      const name = user.fullName ?? user.username ?? user.phoneNumber ?? user.email ?? user.id;
      return `- ${network ?? 'Account'}: ${name} (accountID: ${id}), ${status}${statusText === undefined ? '' : `: ${statusText}`}`;
    });
    const text = items.length === 0 ? 'No account was added yet.' : `# Accounts\n${lines.join('\n')}`;
    return { text, structured: { items } };
  },
});

export const findContacts = tool({
  name: 'search_contacts',
  title: 'Find people',
  description: 'Finds people on the network of one account, by name, handle, phone number or e-mail address.',
  scope: 'read',
  input: Type.Object({ accountID, query: Type.String({ minLength: 1, maxLength: 1_000 }) }),
  output: ContactList,
  async run(desk, args) {
    const found = await desk.ask(searchContacts, ContactList, { params: args, query: { query: args.query } });
    const lines = found.items.map(({ id, fullName, username, phoneNumber, email, cannotMessage }) => {
      const more = [username, phoneNumber, email].filter((one) => one !== undefined && one !== fullName).join(', ');
      return `- ${fullName ?? username ?? id}${more === '' ? '' : ` (${more})`} (user ID: ${id})${cannotMessage === true ? ', cannot be written to' : ''}`;
    });
    return { text: lines.length === 0 ? 'Nobody was found.' : lines.join('\n'), structured: found };
  },
});
