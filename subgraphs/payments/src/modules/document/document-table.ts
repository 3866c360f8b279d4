import { csvLine, type NumberCell } from '@marquee/platform';
import { decimal } from '../money/decimal';
import type { DocumentContent, DocumentWithLines, TaxReportView } from './document.types';

const DOCUMENT_HEAD = [
  ...['Number', 'Kind', 'Issued at', 'Corrects', 'Order', 'Event', 'Seller', 'Billed to', 'Text', 'Quantity'],
  ...['Currency', 'Net', 'Tax', 'Total', 'Tax name', 'Tax rate', 'Tax mode'],
];
const TAX_HEAD = ['Month', 'Currency', 'Tax name', 'Tax rate', 'Tax mode', 'Net', 'Tax', 'Total'];

export const headOfDocuments = (): string => csvLine(DOCUMENT_HEAD);
export const headOfTaxes = (): string => csvLine(TAX_HEAD);

/** Each line of a document; what goes back is below nothing, so that a column can be added up. */
export function linesOfDocument(document: DocumentWithLines): string[] {
  const { number, kind, issuedAt, corrects, orderId, currency } = document;
  const { seller, billTo, event } = document.content as unknown as DocumentContent;
  const sign = kind === 'CREDIT_NOTE' ? -1n : 1n;
  return document.lines.map(({ text, quantity, netMinor, taxMinor, taxName, taxBasisPoints, taxMode }) =>
    csvLine([
      ...[
        number,
        kind,
        issuedAt.toISOString(),
        corrects?.number ?? '',
        orderId ?? '',
        event.title,
        seller?.name ?? '',
        billTo?.name ?? '',
        text,
      ],
      ...[String(quantity), currency, amount(sign * netMinor, currency), amount(sign * taxMinor, currency)],
      ...[amount(sign * (netMinor + taxMinor), currency), taxName ?? '', rate(taxBasisPoints), taxMode ?? ''],
    ]),
  );
}

export const lineOfTaxes = ({ month, currency, name, basisPoints, mode, netMinor, taxMinor }: TaxReportView): string =>
  csvLine([
    ...[month, currency, name ?? '', rate(basisPoints), mode ?? '', amount(netMinor, currency), amount(taxMinor, currency)],
    amount(netMinor + taxMinor, currency),
  ]);

const rate = (basisPoints: number | null): string => (basisPoints === null ? '' : (basisPoints / 100).toFixed(2));

const amount = (minor: bigint, currency: string): NumberCell => ({ number: decimal(minor, currency) });
