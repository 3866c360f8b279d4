import { chown, readFile, stat } from 'node:fs/promises';
import { CannotStart } from '../cannot-start';

/** The system account that Postgres runs as. */
export interface Account {
  uid: number;
  gid: number;
}

/**
 * Postgres refuses to run as root. Then it runs as the owner of the data when there is one, else as `postgres`, else as
 * `nobody`; no account is created. For everybody else: nothing, it runs as they do.
 */
export async function accountFor(dataDir: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(dataDir).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = await readAccounts();
  const account = accounts.get('postgres') ?? accounts.get('nobody');
  if (!account) throw new CannotStart('Postgres does not run as root, and there is neither an account "postgres" nor "nobody"');
  return account;
}

export async function giveTo(account: Account | undefined, file: string): Promise<void> {
  if (account) await chown(file, account.uid, account.gid);
}

async function readAccounts(): Promise<Map<string, Account>> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  return new Map(lines.map(([name = '', , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }]));
}
