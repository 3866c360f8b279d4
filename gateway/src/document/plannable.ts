import type { DocumentNode, GraphQLSchema } from 'graphql';
import { withoutReservedAliases, type ClientNames } from './aliases';
import { withAlwaysSomething } from './always-something';
import { withoutAmbiguousKeys } from './ambiguous-fields';
import { fragmentsOf, type Fragments } from './fragments';
import { forNativePlanner } from './native-form';
import { withPlainConditions } from './plain-conditions';
import { withoutReservedVariables, type VariableNames } from './reserved-variables';

/** A client's document under names that can be planned, and where these differ from the client's own. */
export interface Plannable {
  readonly document: DocumentNode;
  readonly fragments: Fragments;
  readonly clientNames: ClientNames;
  readonly variableNames: VariableNames;
}

/**
 * The first part of the way from a valid document to a plan: names on which the planner would stumble are replaced. Everything that runs
 * the operation goes by the result, and the response gets the client's names back.
 */
export function plannable(document: DocumentNode, reservedNames: ReadonlySet<string>): Plannable {
  const unreserved = withoutReservedAliases(document, reservedNames);
  const fragments = fragmentsOf(unreserved.document);
  const unambiguous = withoutAmbiguousKeys(unreserved.document, fragments, reservedNames);
  const clientNames = new Map(unreserved.clientNames);
  for (const [alias, key] of unambiguous.clientNames) clientNames.set(alias, unreserved.clientNames.get(key) ?? key);
  const renamed = withoutReservedVariables(unambiguous.document);
  return {
    ...renamed,
    clientNames,
    fragments: renamed.document === unreserved.document ? fragments : fragmentsOf(renamed.document),
  };
}

/**
 * The second part, which only the planner sees: conditions stand where it understands them, and conditional objects have something that
 * is always asked of them.
 */
export function forPlanner({ document, fragments }: Pick<Plannable, 'document' | 'fragments'>, schema: GraphQLSchema): DocumentNode {
  return withAlwaysSomething(withPlainConditions(document, fragments, schema));
}

/** The same for the native planner. Only with plain conditions does it see all requests for one field, whose types may not go together. */
export const forNative = ({ document, fragments }: Pick<Plannable, 'document' | 'fragments'>, schema: GraphQLSchema): DocumentNode =>
  forNativePlanner(withPlainConditions(document, fragments, schema));
