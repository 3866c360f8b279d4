import type { Work } from '../context';
import { exportRoom } from './export-room';

/** Work that takes longer than a request, one file a kind. */
export const works: readonly Work<never, never>[] = [exportRoom];
