import { specifiedRules, type ValidationRule } from 'graphql';
import { aliasLimit } from './aliases';
import { depthLimit } from './depth';
import { noIntrospection } from './introspection';

/** What one operation may ask for, whichever way it comes in. */
export interface Limits {
  readonly maxTokens: number;
  /** Levels of fields; introspection is exempt. */
  readonly maxDepth: number;
  readonly maxAliases: number;
  /** False: __schema and __type are refused. */
  readonly introspection: boolean;
  /** True: messages propose no names that would be right. */
  readonly hideSchemaDetails: boolean;
}

export const DEFAULT_LIMITS: Limits = { maxTokens: 1_000, maxDepth: 10, maxAliases: 15, introspection: true, hideSchemaDetails: false };

/** The rules beyond GraphQL's own. */
function limitRules(limits: Limits): ValidationRule[] {
  return [depthLimit(limits.maxDepth), aliasLimit(limits.maxAliases), ...(limits.introspection ? [] : [noIntrospection])];
}

export const validationRules = (limits: Limits): ValidationRule[] => [...specifiedRules, ...limitRules(limits)];
