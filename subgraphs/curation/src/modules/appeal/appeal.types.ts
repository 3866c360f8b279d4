import type { Appeal } from '../../generated/prisma/client';

/** What an appeal shows, whatever it is against. */
export type AppealView = Pick<Appeal, 'id' | 'authorId' | 'text' | 'outcome' | 'createdAt' | 'decidedAt'>;
