import { Kind, type SelectionSetNode, type ValidationRule } from 'graphql';
import { GraphError } from '@marquee/platform';
import { throughFragments } from './through-fragments';

/**
 * Refuses operations with more than `max` aliases: they let one request do the work of many. An alias in a fragment counts each time
 * the fragment is spread, and no name is exempt.
 */
export const aliasLimit =
  (max: number): ValidationRule =>
  (context) => {
    const aliasesIn = throughFragments(context, countAliases);
    return {
      OperationDefinition(node) {
        const count = aliasesIn(node.selectionSet);
        if (count > max)
          context.reportError(new GraphError('QUERY_TOO_COMPLEX', `The operation has ${count} aliases; at most ${max} are allowed.`));
      },
    };
  };

function countAliases({ selections }: SelectionSetNode, ofFragment: (name: string) => number): number {
  return selections.reduce((count, selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return count + ofFragment(selection.name.value);
    const here = selection.kind === Kind.FIELD && selection.alias ? 1 : 0;
    return count + here + (selection.selectionSet ? countAliases(selection.selectionSet, ofFragment) : 0);
  }, 0);
}
