import { type ValidationRule } from 'graphql';
import { GraphError } from '@marquee/platform';
import { rootFields } from './fields-at-root';

/** Refuses operations with too many root fields: each is a piece of work of its own, and mutations run one after the other. */
export const rootFieldLimit =
  (max: { readonly query: number; readonly mutation: number }): ValidationRule =>
  (context) => ({
    OperationDefinition(node) {
      if (node.operation === 'subscription') return;
      const allowed = max[node.operation];
      if (rootFields(context, node.selectionSet, allowed + 1).length > allowed)
        context.reportError(
          new GraphError('QUERY_TOO_COMPLEX', `The operation has too many fields at the root; at most ${allowed} are allowed.`),
        );
    },
  });
