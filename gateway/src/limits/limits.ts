import type { ValidationRule } from 'graphql';
import { aliasLimit } from './rules/alias-limit';
import { depthLimit } from './rules/depth-limit';
import { directiveLimit } from './rules/directive-limit';
import { noIntrospection } from './rules/no-introspection';
import { specified } from './rules/one-subscription-field';
import { rootFieldLimit } from './rules/root-field-limit';
import { selectionLimit } from './rules/selection-limit';
import { oneSensitiveMutation } from './rules/sensitive-mutations';

/** The limits of one operation, on all ways in. */
export interface Limits {
  readonly maxTokens: number;
  /** Levels of fields; introspection is exempt. */
  readonly maxDepth: number;
  readonly maxAliases: number;
  /** For queries; subscriptions have one anyway. */
  readonly maxRootFields: number;
  readonly maxMutations: number;
  readonly maxDirectives: number;
  /** Fields, every fragment spread out. */
  readonly maxSelections: number;
  /** For one operation (`cost/operation-cost.ts`). Applies where the supergraph uses @cost or @listSize: others say nothing of their lists. */
  readonly maxCost: number;
  /** For documents that the operator trusts: its own people wrote them, so larger ones are meant. */
  readonly trusted: { readonly maxTokens: number; readonly maxCost: number };
  /** Who may ask for __schema and __type. */
  readonly introspection: boolean | 'signed-in';
  /** True: messages do not propose names that would be right. */
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

/** What is known of a request before its document is read: it decides which limits apply. */
export interface Trust {
  /** The document is one of the trusted. */
  readonly trusted: boolean;
  readonly signedIn: boolean;
}

export const PUBLIC: Trust = { trusted: false, signedIn: false };

/** The limits for documents of one kind. */
export interface Rules {
  /** Equal for requests with the same limits. */
  readonly key: 0 | 1 | 2 | 3;
  readonly maxTokens: number;
  readonly maxCost: number;
  readonly validation: readonly ValidationRule[];
}

/** Returns what is known of requests with these rules, as far as it decides. */
export const trustOf = (key: number): Trust => ({ trusted: key % 2 === 1, signedIn: key >= 2 });

/** Prepares the rules for every kind of request. `sensitiveMutations` are fields of the mutation type. */
export function rulesOf(limits: Limits, sensitiveMutations: ReadonlySet<string>): (trust: Trust) => Rules {
  const shared = [
    ...specified,
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
  return (trust) => (trust.signedIn ? forSignedIn : forVisitors)[trust.trusted ? 1 : 0];
}
