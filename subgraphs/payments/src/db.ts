import { createDatabase, type Database as PlatformDatabase, type Logger, type TransactionClient } from '@marquee/platform';
import { PrismaClient } from './generated/prisma/client';

export type Database = PlatformDatabase<PrismaClient>;
export type Tx = TransactionClient<PrismaClient>;

/** When sales open everybody comes at once: a checkout rather waits in line for a connection than fails, for as long as a client waits. */
export const CONNECTION_WAIT_MS = 10_000;

export const openDatabase = (url: string, logger: Logger): Database =>
  createDatabase({ url, logger, client: (adapter) => new PrismaClient({ adapter }), connectTimeoutMs: CONNECTION_WAIT_MS });
