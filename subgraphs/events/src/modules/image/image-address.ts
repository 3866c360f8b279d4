import { createHash } from 'node:crypto';

/** By what pictures are found: an address may be longer than an index takes. */
export const hashOf = (address: string): string => createHash('sha256').update(address).digest('hex');
