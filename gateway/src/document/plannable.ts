import type { DocumentNode } from 'graphql';
import { withoutReservedAliases, type ClientNames } from './aliases';
import { withoutAmbiguousKeys } from './ambiguous-fields';
import { withoutReservedVariables, type VariableNames } from './reserved-variables';

/** A client's document in the form in which it can be planned, and what differs from the client's own. */
export interface Plannable {
  readonly document: DocumentNode;
  readonly clientNames: ClientNames;
  readonly variableNames: VariableNames;
}

export function plannable(document: DocumentNode, reservedNames: ReadonlySet<string>): Plannable {
  const first = withoutReservedAliases(document, reservedNames);
  const second = withoutAmbiguousKeys(first.document, reservedNames);
  const clientNames = new Map(first.clientNames);
  for (const [alias, key] of second.clientNames) clientNames.set(alias, first.clientNames.get(key) ?? key);
  return { clientNames, ...withoutReservedVariables(second.document) };
}
