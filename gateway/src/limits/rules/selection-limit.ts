import { Kind, type SelectionSetNode, type ValidationRule } from 'graphql';
import { GraphError } from '@marquee/platform';
import { throughFragments } from './through-fragments';

/**
 * Refuses operations with more than `max` fields once every fragment is spread out: fragments in fragments make a short document an
 * immense one, and planning and shaping go through all of it.
 */
export const selectionLimit =
  (max: number): ValidationRule =>
  (context) => {
    const fieldsIn = throughFragments(context, countFields);
    return {
      OperationDefinition(node) {
        const count = fieldsIn(node.selectionSet);
        if (count > max)
          context.reportError(
            new GraphError('QUERY_TOO_COMPLEX', `The operation has ${count} fields, its fragments spread out; at most ${max} are allowed.`),
          );
      },
    };
  };

function countFields({ selections }: SelectionSetNode, ofFragment: (name: string) => number): number {
  return selections.reduce((count, selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return count + ofFragment(selection.name.value);
    const here = selection.kind === Kind.FIELD ? 1 : 0;
    return count + here + (selection.selectionSet ? countFields(selection.selectionSet, ofFragment) : 0);
  }, 0);
}
