import { createDatabase, type Database as PlatformDatabase, type Logger, type TransactionClient } from '@marquee/platform';
import { PrismaClient } from './generated/prisma/client';

export type Database = PlatformDatabase<PrismaClient>;
export type Tx = TransactionClient<PrismaClient>;

export const openDatabase = (url: string, logger: Logger): Database =>
  createDatabase({ url, logger, client: (adapter) => new PrismaClient({ adapter }) });
