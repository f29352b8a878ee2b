/** A bridge program's manifest, from what was learnt of it. */

import type { Manifest } from '@partyline/connector';
import { type Fields, fields, flag, integer, text } from '@partyline/matrix-content';
import type { Learnt } from './learnt.ts';

type GroupCreation = NonNullable<Manifest['groupCreation']>;

/** @throws Error when nobody could sign in with it */
export function bridgeManifest(type: string, { network, flows, capabilities }: Learnt): Manifest {
  const [first, ...others] = flows;
  if (first === undefined) throw new Error(`The bridge for ${network} offers no way of signing in.`);
  const can = fields(capabilities?.['resolve_identifier']);
  // A program too old to tell is asked, and answers what it cannot do.
  const able = (name: string) => (capabilities === undefined ? true : flag(can[name]));
  return {
    type,
    displayName: network,
    loginFlows: [first, ...others],
    supportsMultipleAccounts: true,
    logoutScopes: ['current-device'],
    // What a chat can do, the bridge says of each.
    chatCapabilities: {
      reply: 0,
      edit: 0,
      delete: 0,
      reaction: 0,
      readReceipts: false,
      typingNotifications: false,
      deleteChat: false,
      deleteChatForEveryone: false,
      state: { title: { level: 0 }, description: { level: 0 }, avatar: { level: 0 }, disappearingTimer: { level: 0 } },
    },
    resolveIdentifier: {
      createDM: able('create_dm'),
      lookupPhone: able('lookup_phone'),
      lookupEmail: able('lookup_email'),
      lookupUsername: able('lookup_username'),
      anyPhone: able('any_phone'),
      contactList: able('contact_list'),
      search: able('search'),
    },
    groupCreation: Object.fromEntries(
      Object.entries(fields(capabilities?.['group_creation'])).map(([kind, told]) => [kind, group(fields(told))]),
    ),
  };
}

function group(told: Fields): GroupCreation[string] {
  const field = (name: string) => {
    const rules = fields(told[name]);
    const least = integer(rules['min_length']);
    const most = integer(rules['max_length']);
    return {
      allowed: flag(rules['allowed']),
      ...(flag(rules['required']) && { required: true }),
      ...(least !== undefined && { min_length: least }),
      ...(most !== undefined && { max_length: most }),
    };
  };
  return {
    type_description: text(told['type_description']) ?? 'a group chat',
    name: field('name'),
    participants: field('participants'),
  };
}
