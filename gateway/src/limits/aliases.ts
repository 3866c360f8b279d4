import { Kind, type SelectionSetNode, type ValidationRule } from 'graphql';
import { GraphError } from '@marquee/platform';
import { fragmentsIn } from './fragments';

/**
 * Refuses operations with more than `max` aliases: they let one request do the work of many. An alias in a fragment counts each time
 * the fragment is spread, and no name is exempt.
 */
export const aliasLimit =
  (max: number): ValidationRule =>
  (context) => {
    const fragments = fragmentsIn(context);
    const known = new Map<string, number>();

    const countIn = (selectionSet: SelectionSetNode): number => {
      let count = 0;
      for (const selection of selectionSet.selections) {
        if (selection.kind === Kind.FRAGMENT_SPREAD) {
          count += fragmentCount(selection.name.value);
        } else {
          if (selection.kind === Kind.FIELD && selection.alias) count++;
          if (selection.selectionSet) count += countIn(selection.selectionSet);
        }
      }
      return count;
    };

    const fragmentCount = (name: string): number => {
      const count = known.get(name);
      if (count !== undefined) return count;
      known.set(name, 0);
      const fragment = fragments.get(name);
      const found = fragment ? countIn(fragment.selectionSet) : 0;
      known.set(name, found);
      return found;
    };

    return {
      OperationDefinition(node) {
        const count = countIn(node.selectionSet);
        if (count > max)
          context.reportError(new GraphError('QUERY_TOO_COMPLEX', `The operation has ${count} aliases; at most ${max} are allowed.`));
      },
    };
  };
