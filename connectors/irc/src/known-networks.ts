/** Networks offered by name, with the address each publishes for clients. All listen on the usual port. */

export interface KnownNetwork {
  /** ID of the login flow. */
  readonly id: string;
  readonly name: string;
  readonly server: string;
  readonly tls: 'yes' | 'no';
}

export const KNOWN_NETWORKS: readonly KnownNetwork[] = [
  { id: 'libera', name: 'Libera.Chat', server: 'irc.libera.chat', tls: 'yes' },
  { id: 'oftc', name: 'OFTC', server: 'irc.oftc.net', tls: 'yes' },
  { id: 'hackint', name: 'hackint', server: 'irc.hackint.org', tls: 'yes' },
  { id: 'efnet', name: 'EFnet', server: 'irc.efnet.org', tls: 'no' },
  { id: 'ircnet', name: 'IRCnet', server: 'open.ircnet.net', tls: 'no' },
  { id: 'quakenet', name: 'QuakeNet', server: 'irc.quakenet.org', tls: 'no' },
  { id: 'undernet', name: 'Undernet', server: 'irc.undernet.org', tls: 'no' },
  { id: 'rizon', name: 'Rizon', server: 'irc.rizon.net', tls: 'yes' },
  { id: 'dalnet', name: 'DALnet', server: 'irc.dal.net', tls: 'yes' },
  { id: 'snoonet', name: 'Snoonet', server: 'irc.snoonet.org', tls: 'yes' },
];
