import type { DocumentNode } from 'graphql';
import { withoutReservedAliases, type ClientNames } from './aliases';
import { withoutReservedVariables, type VariableNames } from './reserved-variables';

/** A client's document in the form in which it can be planned, and what differs from the client's own. */
export interface Plannable {
  readonly document: DocumentNode;
  readonly clientNames: ClientNames;
  readonly variableNames: VariableNames;
}

export function plannable(document: DocumentNode, reservedNames: ReadonlySet<string>): Plannable {
  const { document: unambiguous, clientNames } = withoutReservedAliases(document, reservedNames);
  return { clientNames, ...withoutReservedVariables(unambiguous) };
}
