import { Kind, type DocumentNode, type ValidationRule } from 'graphql';
import { GraphError } from '@marquee/platform';
import { rootFields } from './fields-at-root';

const SENSITIVE = 'sensitive';
/** Far beyond the limit of root fields. */
const MAX_LOOKED_AT = 1_000;

/** The mutations that the supergraph's SDL marks with @sensitive. */
export function sensitiveMutations(supergraph: DocumentNode): ReadonlySet<string> {
  const schema = supergraph.definitions.find((definition) => definition.kind === Kind.SCHEMA_DEFINITION);
  const root = schema?.operationTypes.find(({ operation }) => operation === 'mutation')?.type.name.value ?? 'Mutation';
  return new Set(
    supergraph.definitions.flatMap((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === root
        ? (definition.fields ?? []).flatMap((field) =>
            field.directives?.some((directive) => directive.name.value === SENSITIVE) ? [field.name.value] : [],
          )
        : [],
    ),
  );
}

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
