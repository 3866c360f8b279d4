import type { HeavyWork } from '@marquee/platform';
import { drawDocument, drawTicket } from './document-drawing';
import type { PrintedDocument, PrintedTicket } from './document.types';

export type ToDraw = { document: PrintedDocument } | { ticket: PrintedTicket };

const draw: HeavyWork<ToDraw, Uint8Array> = (wanted) => ('document' in wanted ? drawDocument(wanted.document) : drawTicket(wanted.ticket));

export default draw;
