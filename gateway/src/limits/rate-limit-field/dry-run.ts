import { Kind, OperationTypeNode, type DocumentNode, type FieldNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { Fragments } from '../../document/fragments';
import type { Plannable } from '../../document/plannable';
import type { Fields } from '../../objects';
import { VariableValues } from '../cost/arguments';

/** How an operation uses the gateway's own field. */
export interface RateLimitUse {
  /** Null when no `dryRun` could be true. */
  readonly dryRun: DryRun | null;
}

export interface DryRun {
  /** The same operation with nothing but `rateLimit`. */
  readonly document: DocumentNode;
  readonly node: OperationDefinitionNode;
  isAskedFor(variables: Fields): boolean;
}

/** Null when the operation does not ask for `rateLimit`. The document is valid, and the field is the gateway's own. */
export function rateLimitUse(
  { document, fragments }: Pick<Plannable, 'document' | 'fragments'>,
  node: OperationDefinitionNode,
): RateLimitUse | null {
  if (node.operation !== OperationTypeNode.QUERY) return null;
  const fields = rateLimitFields(fragments, node.selectionSet);
  if (fields.length === 0) return null;
  const wishes = fields.flatMap((field) => field.arguments?.filter(({ name }) => name.value === 'dryRun').map(({ value }) => value) ?? []);
  if (!wishes.some((wish) => wish.kind === Kind.VARIABLE || (wish.kind === Kind.BOOLEAN && wish.value))) return { dryRun: null };
  const values = new VariableValues(node);
  const reduced: OperationDefinitionNode = { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections: fields } };
  const isAskedFor = (variables: Fields) =>
    wishes.some((wish) =>
      wish.kind === Kind.VARIABLE ? values.get(variables, wish.name.value) === true : wish.kind === Kind.BOOLEAN && wish.value,
    );
  const definitions = document.definitions.map((definition) => (definition === node ? reduced : definition));
  return { dryRun: { document: { ...document, definitions }, node: reduced, isAskedFor } };
}

/** The fields `rateLimit` at the root. One behind a fragment's @skip counts, too: it causes no work. */
function rateLimitFields(fragments: Fragments, selectionSet: SelectionSetNode): FieldNode[] {
  const seen = new Set<string>();
  const visit = (set: SelectionSetNode): FieldNode[] =>
    set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value === 'rateLimit' ? [selection] : [];
      if (selection.kind === Kind.INLINE_FRAGMENT) return visit(selection.selectionSet);
      const name = selection.name.value;
      const fragment = seen.has(name) ? undefined : fragments.get(name);
      seen.add(name);
      return fragment ? visit(fragment.selectionSet) : [];
    });
  return visit(selectionSet);
}
