import type { LongWork, OrderDocument, OrderDocumentLine } from '../../generated/prisma/client';
import type { DocumentKind, TaxMode } from '../../generated/prisma/enums';
import type { WorkState } from '@marquee/platform';

/** Somebody on a document, as they were when it was issued. */
export interface PartyView {
  name: string;
  address: string;
  taxNumber: string | null;
}

/** What is printed beside the lines. */
export interface DocumentContent {
  /** Null where the seller has not said who they are. */
  seller: PartyView | null;
  billTo: PartyView | null;
  event: { title: string; startsAt: string };
  /** Of a credit note: the number of what it takes from. */
  corrects: string | null;
  notes: string[];
  /** What was deposited besides, in minor units; left out where nothing was. */
  depositMinor?: string;
}

/** A line with its document's currency. */
export type LineView = OrderDocumentLine & { currency: string };

/** All that a PDF shows, as it is handed to the thread that draws it: amounts as texts. */
export interface PrintedDocument {
  kind: DocumentKind;
  number: string;
  issuedAt: string;
  content: DocumentContent;
  lines: { text: string; quantity: number; unitPrice: string; net: string; tax: string; rate: string }[];
  net: string;
  tax: string;
  total: string;
}

/** The same of a ticket. */
export interface PrintedTicket {
  title: string;
  startsAt: string;
  city: string | null;
  tier: string;
  attendee: string | null;
  code: string;
  number: string;
}

/** What somebody asked to have in a file. */
export interface DocumentExportInput {
  sellerId: string;
  content: 'DOCUMENTS' | 'TAXES';
  from: string;
  until: string;
}

export interface DocumentExportResult {
  key: string;
  lines: number;
  expiresAt: string;
}

export type DocumentExportRow = Omit<LongWork, 'state'> & { state: WorkState };

/** What was taxed alike in a month. */
export interface TaxReportView {
  /** First day of the month, UTC. */
  month: string;
  currency: string;
  name: string | null;
  basisPoints: number | null;
  mode: TaxMode | null;
  /** Credit notes are taken off. */
  netMinor: bigint;
  taxMinor: bigint;
}

/** A document and its lines, for a table. */
export type DocumentWithLines = OrderDocument & { lines: OrderDocumentLine[]; corrects: { number: string } | null };
