import type { FetchNode } from '@apollo/query-planner';
import {
  getOperationAST,
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { responseKey } from '../document/aliases';
import { fragmentsOf, type Fragments } from '../document/fragments';

/** Under which conditions the client requests each field, by response keys. */
export type Wishes = Map<string, Wish>;

interface Wish {
  /** For each time that the field is requested: the conditions on it, and on the fragments around it. */
  readonly conditions: (readonly DirectiveNode[])[];
  readonly below: Wishes;
}

export function wishesOf(document: DocumentNode, operationName: string | undefined): Wishes {
  const wishes: Wishes = new Map();
  const operation = getOperationAST(document, operationName);
  if (operation) collect(operation.selectionSet, [], wishes, fragmentsOf(document));
  return wishes;
}

function collect(set: SelectionSetNode, around: readonly DirectiveNode[], into: Wishes, fragments: Fragments): void {
  for (const selection of set.selections) {
    const conditions = [...around, ...(selection.directives ?? [])];
    if (selection.kind !== Kind.FIELD) {
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment) collect(fragment.selectionSet, conditions, into, fragments);
      continue;
    }
    const key = responseKey(selection);
    let wish = into.get(key);
    if (!wish) into.set(key, (wish = { conditions: [], below: new Map() }));
    wish.conditions.push(conditions);
    if (selection.selectionSet) collect(selection.selectionSet, [], wish.below, fragments);
  }
}

/** Where a fetch stands: the response keys that lead there, and the variables that were asked on the way. */
export interface Place {
  readonly path: readonly string[];
  readonly decided: ReadonlySet<string>;
}

/**
 * Puts conditions back that a plan has lost. Where one conditional field leads to another subgraph, the native planner requests others
 * with the same condition unconditionally: what nobody asked for may then fail, and take its object with it. `reserved` are the fields
 * that plans need for themselves.
 */
export function withLostConditions(fetch: FetchNode, { path, decided }: Place, wishes: Wishes, reserved: ReadonlySet<string>): FetchNode {
  let here: Wishes | undefined = wishes;
  for (const key of path) here = here?.get(key)?.below;
  if (!here || !isAnyConditional(here)) return fetch;
  const document = fetch.operationDocumentNode ?? parse(fetch.operation, { noLocation: true });
  let changed = false;
  const restore = (set: SelectionSetNode, wanted: Wishes | undefined, isDecided: boolean): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((selection): SelectionNode => {
      const isConditional = isDecided || Boolean(selection.directives?.length);
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return { ...selection, selectionSet: restore(selection.selectionSet, wanted, isConditional) };
      const wish = wanted?.get(responseKey(selection));
      const lost = wish && !isConditional && !reserved.has(selection.name.value) ? common(wish, decided) : [];
      if (lost.length) changed = true;
      return {
        ...selection,
        ...(lost.length ? { directives: lost } : {}),
        ...(selection.selectionSet ? { selectionSet: restore(selection.selectionSet, wish?.below, false) } : {}),
      };
    }),
  });
  const definitions = document.definitions.map((definition): DefinitionNode => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
    const [entities] = definition.selectionSet.selections;
    if (!fetch.requires || entities?.kind !== Kind.FIELD || !entities.selectionSet)
      return { ...definition, selectionSet: restore(definition.selectionSet, here, false) };
    const selections = [{ ...entities, selectionSet: restore(entities.selectionSet, here, false) }];
    return { ...definition, selectionSet: { ...definition.selectionSet, selections } };
  });
  if (!changed) return fetch;
  const whole: DocumentNode = { ...document, definitions };
  return { ...fetch, operation: stripIgnoredCharacters(print(whole)), operationDocumentNode: whole };
}

/** The conditions under which a field is requested wherever it is; none where it is requested in more than one way. */
function common({ conditions }: Wish, decided: ReadonlySet<string>): readonly DirectiveNode[] {
  const [first = [], ...others] = conditions;
  const text = textOf(first);
  if (others.some((other) => textOf(other) !== text)) return [];
  const names = new Set(first.map(({ name }) => name.value));
  // Each of them can be written once.
  if (names.size < first.length) return [];
  return first.filter((directive) => !isDecided(directive, decided));
}

const isDecided = ({ arguments: given = [] }: DirectiveNode, decided: ReadonlySet<string>): boolean =>
  given.some(({ value }) => value.kind === Kind.VARIABLE && decided.has(value.name.value));

const textOf = (directives: readonly DirectiveNode[]): string => directives.map(print).sort().join(' ');

const isAnyConditional = (wishes: Wishes): boolean =>
  [...wishes.values()].some(({ conditions, below }) => conditions.some((one) => one.length > 0) || isAnyConditional(below));
