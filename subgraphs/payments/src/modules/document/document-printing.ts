import { decimal } from '../money/decimal';
import type { DocumentContent, DocumentWithLines, PrintedDocument } from './document.types';

/** An amount as it is printed: with the digits of its currency, and its code. */
export const printed = (minor: bigint, currency: string): string => `${decimal(minor, currency)} ${currency}`;

/** A rate as it is printed: 1350 of VAT is “VAT 13.5 %”. */
export const rateOf = (name: string | null, basisPoints: number | null): string =>
  name === null ? '' : `${name} ${(basisPoints ?? 0) / 100} %`;

/** What a PDF of a document shows. */
export function printedDocument(document: DocumentWithLines): PrintedDocument {
  const { kind, number, issuedAt, currency, netMinor, taxMinor, totalMinor } = document;
  const amount = (minor: bigint) => printed(minor, currency);
  return {
    ...{ kind, number, issuedAt: issuedAt.toISOString(), content: document.content as unknown as DocumentContent },
    lines: document.lines.map((line) => ({
      ...{ text: line.text, quantity: line.quantity, unitPrice: amount(line.unitPriceMinor) },
      ...{ net: amount(line.netMinor), tax: amount(line.taxMinor), rate: rateOf(line.taxName, line.taxBasisPoints) },
    })),
    ...{ net: amount(netMinor), tax: amount(taxMinor), total: amount(totalMinor) },
  };
}
