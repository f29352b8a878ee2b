/** One IRC server program on loopback: started, frozen, killed and started again by the test that owns it. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePorts } from './free-ports.ts';
import { findProgram, type Program } from './ircd-programs.ts';

/** A running server. Times out loudly: every promise rejects after 30 s. */
export interface Ircd {
  readonly host: string;
  /** Plain text. */
  readonly port: number;
  /** TLS from the first byte, with `certificate`. */
  readonly tlsPort: number;
  /** PEM, self-signed, for `localhost` and 127.0.0.1. */
  readonly certificate: string;
  /** Process ID while it runs. */
  readonly pid: number | undefined;
  /** Ends it as a crash would (SIGKILL). */
  stop(): Promise<void>;
  /** Starts it again on the same ports with the same configuration. */
  restart(): Promise<void>;
  /** Keeps every connection open and says nothing more (SIGSTOP). */
  freeze(): void;
  thaw(): void;
  /** Stops it and removes its folder. */
  end(): Promise<void>;
}

/** What an IRC operator types to become one on the servers started here. */
export const OPERATOR = { name: 'oper', password: 'oper-password' } as const;

/** Where the configuration of one server finds what it refers to. */
export interface Site {
  readonly folder: string;
  readonly port: number;
  readonly tlsPort: number;
  readonly certificateFile: string;
  readonly keyFile: string;
}

export interface DaemonPlan {
  readonly program: Program;
  /** Text of the configuration file. */
  config(site: Site): string;
  args(configFile: string): readonly string[];
}

const START_LIMIT_MS = 30_000;

export async function startDaemon(plan: DaemonPlan): Promise<Ircd> {
  const path = findProgram(plan.program);
  if (path === undefined) throw new Error(`${plan.program} is not installed`);
  const folder = await mkdtemp(join(tmpdir(), `partyline-${plan.program}-`));
  const { certificateFile, keyFile, certificate } = await makeCertificate(folder);
  const [port = 0, tlsPort = 0] = await freePorts(2);
  const configFile = join(folder, 'ircd.conf');
  await writeFile(configFile, plan.config({ folder, port, tlsPort, certificateFile, keyFile }), { mode: 0o600 });
  let child: ChildProcess | undefined;

  const run = async () => {
    child = await launch(path, plan.args(configFile), port);
  };
  const stop = async () => {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const exited = once(ending, 'exit');
    ending.kill('SIGKILL');
    await exited;
  };
  await run();
  return {
    host: '127.0.0.1',
    port,
    tlsPort,
    certificate,
    get pid() {
      return child?.pid;
    },
    stop,
    restart: async () => {
      await stop();
      await run();
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    end: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves when the program accepts connections; a program that ends before says why. */
async function launch(path: string, args: readonly string[], port: number): Promise<ChildProcess> {
  const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output = `${output}${String(chunk)}`.slice(-4000);
    });
  }
  // A test that is killed must not leave its server behind.
  const orphan = () => child.kill('SIGKILL');
  process.once('exit', orphan);
  child.once('exit', () => process.removeListener('exit', orphan));
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${path} did not start:\n${output}`);
    }
    await delay(20);
  }
  return child;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function makeCertificate(folder: string) {
  const openssl = findProgram('openssl');
  if (openssl === undefined) throw new Error('openssl is not installed');
  const keyFile = join(folder, 'key.pem');
  const certificateFile = join(folder, 'certificate.pem');
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
  await promisify(execFile)(openssl, ['req', '-x509', ...key, '-out', certificateFile, '-days', '2', ...subject]);
  const { stdout } = await promisify(execFile)(openssl, ['x509', '-in', certificateFile]);
  return { keyFile, certificateFile, certificate: stdout };
}
