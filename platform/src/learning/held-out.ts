import { createHash } from 'node:crypto';

/**
 * Whether the examples of a group (all that is about one event, one person) are kept from training: one group in five, for ever the same
 * one, in every replica. What was learned from once is never a measure later.
 */
export const isHeldOut = (group: string): boolean => createHash('sha256').update(group).digest().readUInt32BE() % 5 === 0;
