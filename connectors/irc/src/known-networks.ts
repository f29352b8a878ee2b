/** Networks offered by name, with the address each publishes for clients. */

export interface KnownNetwork {
  /** ID of the login flow. */
  readonly id: string;
  readonly name: string;
  readonly server: string;
  readonly port: number;
  readonly tls: 'yes' | 'no';
}

export const KNOWN_NETWORKS: readonly KnownNetwork[] = [
  { id: 'libera', name: 'Libera.Chat', server: 'irc.libera.chat', port: 6697, tls: 'yes' },
  { id: 'oftc', name: 'OFTC', server: 'irc.oftc.net', port: 6697, tls: 'yes' },
  { id: 'hackint', name: 'hackint', server: 'irc.hackint.org', port: 6697, tls: 'yes' },
  { id: 'efnet', name: 'EFnet', server: 'irc.efnet.org', port: 6667, tls: 'no' },
  { id: 'ircnet', name: 'IRCnet', server: 'open.ircnet.net', port: 6667, tls: 'no' },
  { id: 'quakenet', name: 'QuakeNet', server: 'irc.quakenet.org', port: 6667, tls: 'no' },
  { id: 'undernet', name: 'Undernet', server: 'irc.undernet.org', port: 6667, tls: 'no' },
  { id: 'rizon', name: 'Rizon', server: 'irc.rizon.net', port: 6697, tls: 'yes' },
  { id: 'dalnet', name: 'DALnet', server: 'irc.dal.net', port: 6697, tls: 'yes' },
  { id: 'snoonet', name: 'Snoonet', server: 'irc.snoonet.org', port: 6697, tls: 'yes' },
];
