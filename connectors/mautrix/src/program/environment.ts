/** What a bridge sees of the environment: nothing of the server's, which may hold keys and tokens. */
export function childEnvironment(home?: string): Record<string, string> {
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin';
  return { PATH: path, ...(home !== undefined && { HOME: home, TMPDIR: home }) };
}
