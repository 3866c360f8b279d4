import type { Work } from '../context';
import { decideBatch } from './decide-batch';

/** Work that takes longer than a request, one file a kind. */
export const works: readonly Work<never, never>[] = [decideBatch];
