import type { Work } from '../context';
import { exportDocuments } from './export-documents';

/** Work that takes longer than a request, one file a kind. */
export const works: readonly Work<never, never>[] = [exportDocuments];
