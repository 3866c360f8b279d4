import type { FetchDataRewrite } from '@apollo/query-planner';
import { Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { Fragments } from './fragments';

/** The response keys that a selection can produce, for all runtime types; null stands for a field without selections. */
export type SelectionTree = Map<string, SelectionTree | null>;

/** The tree of the whole operation, with all fields that variables may leave out. */
export function operationTree(operation: OperationDefinitionNode, fragments: Fragments): SelectionTree {
  const tree: SelectionTree = new Map();
  grow(tree, operation.selectionSet, fragments);
  return tree;
}

function grow(tree: SelectionTree, selectionSet: SelectionSetNode, fragments: Fragments): void {
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      let below = tree.get(key) ?? null;
      if (selection.selectionSet) {
        below ??= new Map();
        grow(below, selection.selectionSet, fragments);
      }
      tree.set(key, below);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      grow(tree, selection.selectionSet, fragments);
    } else {
      const fragment = fragments.get(selection.name.value);
      if (fragment) grow(tree, fragment.selectionSet, fragments);
    }
  }
}

/** Changes the tree as the planner's rewrites rename the fields of an answer. */
export function renameInTree(tree: SelectionTree, rewrites: readonly FetchDataRewrite[] | undefined): void {
  for (const rewrite of rewrites ?? []) {
    if (rewrite.kind !== 'KeyRenamer') continue;
    const fields = rewrite.path.filter((leg) => !leg.startsWith('... on '));
    const last = fields.pop();
    let parent: SelectionTree | null | undefined = tree;
    for (const field of fields) parent = parent?.get(field);
    if (!parent || last === undefined || !parent.has(last)) continue;
    const below = parent.get(last) ?? null;
    const present = parent.get(rewrite.renameKeyTo);
    parent.set(rewrite.renameKeyTo, present && below ? new Map([...present, ...below]) : (below ?? present ?? null));
  }
}

/** The part of a path that the client's selection has: fields for the plan's own needs have no place in the response. */
export function visiblePart(path: readonly (string | number)[], tree: SelectionTree): readonly (string | number)[] {
  let below: SelectionTree | null = tree;
  for (let at = 0; at < path.length; at++) {
    const leg = path[at]!;
    if (typeof leg === 'number') continue;
    const next: SelectionTree | null | undefined = below?.get(leg);
    if (next === undefined) return path.slice(0, at);
    below = next;
  }
  return path;
}

/** The tree below a plan's path (`@` stands for each item of a list); null when the client requests nothing there. */
export function treeAt(tree: SelectionTree, path: readonly string[]): SelectionTree | null {
  let below: SelectionTree | null = tree;
  for (const leg of path) if (leg !== '@') below = below?.get(leg) ?? null;
  return below;
}
