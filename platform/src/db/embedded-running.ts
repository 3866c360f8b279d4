import path from 'node:path';
import type { EmbeddedPostgres } from './embedded';
import { addressOf, keptPassword } from './embedded-access';
import { portOfOwned, waitForStopping, type WaitForOwner } from './embedded-leftover';

/** The server that another process of ours runs on this folder; null when none does. */
export async function runningEmbeddedPostgres(folder: string): Promise<Pick<EmbeddedPostgres, 'url'> | null> {
  const dataDir = path.resolve(folder);
  const password = await keptPassword(dataDir);
  const port = password && (await portOfOwned(path.join(dataDir, 'cluster'), password));
  return port ? { url: (database) => addressOf(password, port, database) } : null;
}

/**
 * Waits for another process of ours that stops (`stopsSoon`) and has this folder until then, `withinMs` at most: whether it is free is found
 * by `startEmbeddedPostgres`.
 */
export async function embeddedPostgresLeft(folder: string, wait: WaitForOwner): Promise<void> {
  const dataDir = path.resolve(folder);
  const password = await keptPassword(dataDir);
  if (password) await waitForStopping(path.join(dataDir, 'cluster'), password, wait);
}
