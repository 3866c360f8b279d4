import { randomBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { giveTo, type Account } from './embedded-account';

/** Clients that know the parameter take the socket, others the port. */
export const addressOf = (password: string, port: number, database: string, socket: string | null = null) =>
  `postgres://postgres:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}${socket ? `?host=${encodeURIComponent(socket)}` : ''}`;

const fileOf = (dataDir: string) => path.join(dataDir, 'password');

/** Empty where no server was ever started. */
export const keptPassword = async (dataDir: string): Promise<string> => (await readFile(fileOf(dataDir), 'utf8').catch(() => '')).trim();

export async function readOrMakePassword(dataDir: string, account: Account | undefined): Promise<string> {
  const file = fileOf(dataDir);
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
    await giveTo(account, file);
  }
  return (await readFile(file, 'utf8')).trim();
}
