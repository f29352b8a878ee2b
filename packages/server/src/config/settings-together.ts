/** What settings mean only with one another. */

import { type Settings, SettingsError } from './settings.ts';

/** @throws SettingsError */
export function checkTogether(settings: Settings): void {
  const { trustedProxies, remoteAccess, tlsCert, tlsKey, smtpURL, ownerEmail } = settings;
  if (trustedProxies.length > 0 && !remoteAccess)
    throw new SettingsError('trustedProxies means nothing without remoteAccess: set that as well, or neither');
  if ((tlsCert === undefined) !== (tlsKey === undefined)) throw new SettingsError('tlsCert and tlsKey need each other');
  if ((ownerEmail === undefined) !== (smtpURL === undefined))
    throw new SettingsError('smtpURL and ownerEmail need each other');
  if (smtpURL !== undefined && !/^smtps?:$/.test(URL.parse(smtpURL)?.protocol ?? ''))
    throw new SettingsError('smtpURL must be an address such as smtps://user:password@mail.example.org');
}
