import { specifiedRules, type ValidationRule } from 'graphql';
import { aliasLimit } from './aliases';
import { depthLimit } from './depth';
import { directiveLimit } from './directives';
import { noIntrospection } from './introspection';
import { rootFieldLimit } from './root-fields';
import { selectionLimit } from './selections';
import { oneSensitiveMutation } from './sensitive';

/** What one operation may ask for, whichever way it comes in. */
export interface Limits {
  readonly maxTokens: number;
  /** Levels of fields; introspection is exempt. */
  readonly maxDepth: number;
  readonly maxAliases: number;
  /** Of queries; subscriptions have one by themselves. */
  readonly maxRootFields: number;
  readonly maxMutations: number;
  readonly maxDirectives: number;
  /** Fields, every fragment spread out. */
  readonly maxSelections: number;
  /** Of one operation, as `cost/operation-cost.ts` reckons. Holds where the supergraph uses @cost or @listSize: others say nothing of their lists. */
  readonly maxCost: number;
  /** For documents that whoever runs the gateway trusts: written by its own people, so larger ones are meant. */
  readonly trusted: { readonly maxTokens: number; readonly maxCost: number };
  /** Who may ask for __schema and __type. */
  readonly introspection: boolean | 'signed-in';
  /** True: messages propose no names that would be right. */
  readonly hideSchemaDetails: boolean;
}

export const DEFAULT_LIMITS: Limits = {
  maxTokens: 1_000,
  maxDepth: 10,
  maxAliases: 15,
  maxRootFields: 20,
  maxMutations: 5,
  maxDirectives: 50,
  maxSelections: 10_000,
  maxCost: 1_000,
  trusted: { maxTokens: 5_000, maxCost: 5_000 },
  introspection: true,
  hideSchemaDetails: false,
};

/** What is known of a request before its document is read. */
export interface Standing {
  /** The document is one of the trusted. */
  readonly trusted: boolean;
  readonly signedIn: boolean;
}

export const PUBLIC: Standing = { trusted: false, signedIn: false };

/** The limits for documents of one kind. */
export interface Rules {
  /** Equal for standings that may do the same. */
  readonly key: 0 | 1 | 2 | 3;
  readonly maxTokens: number;
  readonly maxCost: number;
  readonly validation: readonly ValidationRule[];
}

/** Prepares the rules for every standing. `sensitiveMutations` are fields of the mutation type. */
export function rulesOf(limits: Limits, sensitiveMutations: ReadonlySet<string>): (standing: Standing) => Rules {
  const shared = [
    ...specifiedRules,
    depthLimit(limits.maxDepth),
    aliasLimit(limits.maxAliases),
    rootFieldLimit({ query: limits.maxRootFields, mutation: limits.maxMutations }),
    directiveLimit(limits.maxDirectives),
    selectionLimit(limits.maxSelections),
    oneSensitiveMutation(sensitiveMutations),
  ];
  const make = (key: Rules['key'], { maxTokens, maxCost }: { maxTokens: number; maxCost: number }, introspection: boolean): Rules => ({
    key,
    maxTokens,
    maxCost,
    validation: introspection ? shared : [...shared, noIntrospection],
  });
  const { introspection, trusted } = limits;
  const forVisitors = [make(0, limits, introspection === true), make(1, trusted, introspection === true)] as const;
  const forSignedIn = introspection === 'signed-in' ? ([make(2, limits, true), make(3, trusted, true)] as const) : forVisitors;
  return (standing) => (standing.signedIn ? forSignedIn : forVisitors)[standing.trusted ? 1 : 0];
}
