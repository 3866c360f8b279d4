import type { DocumentKind } from '../../generated/prisma/enums';

const LETTERS: Readonly<Record<DocumentKind, string>> = { INVOICE: 'I', RECEIPT: 'R', CREDIT_NOTE: 'C' };

/** As it is printed: year, kind and the seller's count of that kind in that year, such as 2026-I-000042. */
export const numberOf = (year: number, kind: DocumentKind, sequence: number): string =>
  `${year}-${LETTERS[kind]}-${String(sequence).padStart(6, '0')}`;
