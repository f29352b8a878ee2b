/** The browser of whoever sits at this machine. */

import { spawn } from 'node:child_process';

/** Whether a browser would open where the person can see it. */
export function hasDisplay(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): boolean {
  if (env['BROWSER']) return true;
  if (platform === 'darwin' || platform === 'win32') return !env['SSH_CONNECTION'];
  return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** Opens it, if that works; nobody is told when not, for the address is shown too. */
export function openBrowser(address: string, env: NodeJS.ProcessEnv = process.env): void {
  const [program, ...before] = opener(env);
  // Never through a shell: the address came from a server.
  const child = spawn(program, [...before, address], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function opener(env: NodeJS.ProcessEnv): readonly [string, ...string[]] {
  if (env['BROWSER']) return [env['BROWSER']];
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}
