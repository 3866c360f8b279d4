import type { Tx } from '../../db';

/**
 * One change at a time between two people, whoever makes it: requests, answers, blocks, rooms of two. Held to the end of the transaction.
 * Without it, two people who ask each other at once would both see no request, and a block could miss a request under way.
 */
export async function lockPair(tx: Tx, one: string, other: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('pair:' || least(${one}, ${other}) || greatest(${one}, ${other}), 0))`;
}
