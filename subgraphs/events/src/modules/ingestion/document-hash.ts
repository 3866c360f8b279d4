import { createHash } from 'node:crypto';
import type { EventDocument } from './event-document';

/** By what a document is recognised when a request is repeated. */
export const hashOfDocument = ({ format, text, mapping }: Pick<EventDocument, 'format' | 'text' | 'mapping'>): string =>
  createHash('sha256')
    .update(format === 'SCHEMA_ORG' ? text : JSON.stringify([format, text, mapping]))
    .digest('hex');
