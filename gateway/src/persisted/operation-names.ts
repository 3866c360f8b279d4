import { Kind, parse } from 'graphql';
import type { TrustedDocument } from './trusted-documents';

/** The names of the operations in documents. A document that cannot be read has none. */
export function operationNames(documents: readonly TrustedDocument[]): string[] {
  return documents.flatMap((document) => {
    try {
      const { definitions } = parse(typeof document === 'string' ? document : document.text, { noLocation: true });
      return definitions.flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION && one.name ? [one.name.value] : []));
    } catch {
      return [];
    }
  });
}
