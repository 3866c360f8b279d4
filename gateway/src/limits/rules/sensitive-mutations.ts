import type { ValidationRule } from 'graphql';
import { GraphError } from '@marquee/platform';
import { rootFields } from './fields-at-root';

/** Far beyond the limit of root fields. */
const MAX_LOOKED_AT = 1_000;

/**
 * Refuses a document with more than one sensitive mutation: somebody who guesses passwords would otherwise try a hundred in one request,
 * under aliases or in operations side by side. All operations of the document count, though only one runs.
 */
export const oneSensitiveMutation =
  (names: ReadonlySet<string>): ValidationRule =>
  (context) => {
    let count = 0;
    return {
      OperationDefinition(node) {
        if (node.operation !== 'mutation') return;
        count += rootFields(context, node.selectionSet, MAX_LOOKED_AT).filter((field) => names.has(field.name.value)).length;
      },
      Document: {
        leave() {
          if (count > 1)
            context.reportError(
              new GraphError('QUERY_TOO_COMPLEX', `The document has ${count} sensitive mutations; send each in a request of its own.`),
            );
        },
      },
    };
  };
