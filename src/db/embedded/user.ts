import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartupError } from '../../shared/errors.ts';

/** How to start a program as a user that PostgreSQL accepts. */
export interface RunAs {
  /** The command that goes before the program and its arguments; may be empty. */
  prefix: readonly string[];
  /** The user to run as; undefined: the one we are. */
  identity?: { uid: number; gid: number };
  /** Whether the way to the data folder is closed to that user; programs are then handed the open folder. */
  byHandle: boolean;
}

const USER = 'postgres';
/** Bits of the capability masks in /proc/self/status; the second is what containers usually keep. */
const PASSING = [
  ['dac_read_search', 2n],
  ['dac_override', 1n],
] as const;
const SETPCAP = 8n;

/**
 * Decides how to run PostgreSQL, which refuses to run as root and needs no right beyond those of its user.
 * When we are root it runs as the owner of its data folder or, before there is one, as the user `postgres`,
 * who is created if missing. The way to the data folder may be closed to that user. The other `paths` that
 * it must reach, real paths of folders and files, should be open: for a closed one it keeps the capability
 * to pass.
 * @throws StartupError when there is no such user, or no way for that user to reach the paths.
 */
export function runAs(dataFolder: string, paths: readonly string[]): RunAs {
  if (process.getuid?.() !== 0) return { prefix: withoutRights(), byHandle: false };
  const identity = ownerOf(dataFolder) ?? findUser() ?? createUser();
  const isClosed = (path: string) => firstClosed(path, identity) !== undefined;
  const byHandle = isClosed(dataFolder) && existsSync('/proc/self/fd');
  const closed = [...(byHandle ? [] : [dataFolder]), ...paths]
    .map((path) => firstClosed(path, identity))
    .find((path) => path !== undefined);
  if (closed !== undefined)
    return { prefix: privilegedPrefix(identity, closed), identity, byHandle };
  return { prefix: unprivilegedPrefix(identity), identity, byHandle };
}

type Identity = { uid: number; gid: number };

function ownerOf(folder: string): Identity | undefined {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat === undefined || stat.uid === 0 ? undefined : { uid: stat.uid, gid: stat.gid };
}

function run(command: string, ...args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

function findUser(): Identity | undefined {
  const uid = run('id', '-u', USER);
  const gid = run('id', '-g', USER);
  if (uid === undefined || gid === undefined) return undefined;
  return { uid: Number(uid), gid: Number(gid) };
}

function createUser(): Identity {
  // Debian, Red Hat and their like; then Alpine's BusyBox.
  if (
    run('useradd', '--system', '--user-group', '--shell', '/usr/sbin/nologin', USER) === undefined
  )
    run('adduser', '-S', '-D', '-H', '-s', '/sbin/nologin', USER);
  const created = findUser();
  if (created !== undefined) return created;
  throw new StartupError(
    `PostgreSQL does not run as root and the user ${USER} could not be created; run the desk as another user, create ${USER}, or set DATABASE_URL.`,
  );
}

/** The first folder on the way from the root to `path` that the user may not enter, or the file it may not read. */
function firstClosed(path: string, identity: Identity): string | undefined {
  const parent = dirname(path);
  const before = parent === path ? undefined : firstClosed(parent, identity);
  if (before !== undefined) return before;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  const wanted = stat.isDirectory() ? 0o1 : 0o4;
  const shift = stat.uid === identity.uid ? 6 : stat.gid === identity.gid ? 3 : 0;
  return ((stat.mode >> shift) & wanted) === 0 ? path : undefined;
}

/**
 * Options that leave no capability and no way to one: programs that give rights to their caller give none.
 */
const NONE = ['--no-new-privs', '--inh-caps=-all', '--ambient-caps=-all'];

/** The prefix for a user that is not root, who may have been given capabilities, as for a port below 1024. */
function withoutRights(): readonly string[] {
  return firstThatRuns([['setpriv', ...NONE]]);
}

function asUser({ uid, gid }: Identity): readonly string[] {
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
}

/**
 * The prefix that changes the user and takes all capabilities. Where it does not run here, none is
 * returned: the user is then changed as the program starts, which takes the capabilities as well.
 */
function unprivilegedPrefix(identity: Identity): readonly string[] {
  const plain = [...asUser(identity), ...NONE];
  return firstThatRuns([[...plain, '--bounding-set=-all'], plain]);
}

/** Returns the first prefix with which programs run here; an empty one when there is none. */
function firstThatRuns(prefixes: readonly (readonly string[])[]): readonly string[] {
  if (process.platform !== 'linux') return [];
  return (
    prefixes.find(([command = '', ...args]) => run(command, ...args, 'true') !== undefined) ?? []
  );
}

/**
 * Lets the user pass closed folders by an ambient capability, which children inherit: that one alone.
 * `no_setuid_fixup` because PostgreSQL looks for its own files with access(2), which otherwise
 * leaves out the capabilities of a user that is not root.
 */
function privilegedPrefix(identity: Identity, closed: string): readonly string[] {
  const mask = effectiveCapabilities();
  const holds = (bit: bigint): boolean => ((mask >> bit) & 1n) === 1n;
  const passing = PASSING.find(([, bit]) => holds(bit));
  if (passing !== undefined && holds(SETPCAP) && run('setpriv', '--version') !== undefined) {
    const only = `-all,+${passing[0]}`;
    return [
      ...asUser(identity),
      '--no-new-privs',
      '--securebits=+no_setuid_fixup',
      `--inh-caps=${only}`,
      `--ambient-caps=${only}`,
      `--bounding-set=${only}`,
    ];
  }
  throw new StartupError(
    `PostgreSQL does not run as root, and the user ${USER} it runs as may not pass ${closed}; open it to others (chmod o+rx), run the desk as another user, or set DATABASE_URL.`,
  );
}

function effectiveCapabilities(): bigint {
  try {
    const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return mask === undefined ? 0n : BigInt(`0x${mask}`);
  } catch {
    return 0n;
  }
}
