/**
 * Real IRC servers for tests.
 *
 * ```ts
 * test('...', { skip: requireProgram('ngircd', 'openssl') }, async () => {
 *   const ircd = await startNgircd({ password: 'door' });
 *   const bob = await joinAsPeer(ircd, { nick: 'bob', password: 'door' });
 *   ...
 *   bob.end();
 *   await ircd.end();
 * });
 * ```
 */

export { type Ircd, OPERATOR } from './ircd-daemon.ts';
export { type InspircdOptions, startInspircd } from './ircd-inspircd.ts';
export { type NgircdOptions, startNgircd } from './ircd-ngircd.ts';
export { joinAsPeer, type Peer, type PeerOptions } from './ircd-peer.ts';
export { type Program, requireProgram } from './ircd-programs.ts';
export { startTap, type Tap } from './ircd-tap.ts';
