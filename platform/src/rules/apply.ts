import { defaultFieldResolver, isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { Caller } from '../viewer';
import { anyone, type Rule } from './rules';

/**
 * The permission table of a subgraph: `Type.field → rule`. A rule for the whole type stands under `'*'` or in place of the fields.
 *
 * Denies by default: every field of Query, Mutation and Subscription and every entity (a type with @key, reachable from anywhere
 * through `_entities`) must be named, or the subgraph does not start and says what is missing. Value types, reachable only through a
 * field that is named, are open unless named.
 */
export type Permissions = Record<string, Rule | Record<string, Rule>>;

const INTERNAL = new Set(['_service', '_entities']);

/** Wraps the resolvers in place. Fields under `anyone` keep their own resolver: a rule that always allows costs nothing. */
export function applyRules(schema: GraphQLSchema, permissions: Permissions): GraphQLSchema {
  const missing: string[] = [];
  for (const name of Object.keys(permissions))
    if (!schema.getType(name)) missing.push(`${name} is in the permission table but not in the schema`);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || type.name === '_Service') continue;
    missing.push(...applyToType(schema, type, permissions[type.name]));
  }
  if (missing.length) throw new Error(`The permission table is incomplete:\n  ${missing.join('\n  ')}`);
  return schema;
}

function applyToType(schema: GraphQLSchema, type: GraphQLObjectType, entry: Rule | Record<string, Rule> | undefined): string[] {
  const missing: string[] = [];
  const isRoot = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].includes(type);
  const mustBeNamed = isRoot || isEntity(type);
  const fields = type.getFields();
  if (entry && typeof entry === 'object') {
    for (const field of Object.keys(entry))
      if (field !== '*' && !fields[field]) missing.push(`${type.name}.${field} is in the permission table but not in the schema`);
  }
  for (const field of Object.values(fields)) {
    if (INTERNAL.has(field.name)) continue;
    const rule = typeof entry === 'function' ? entry : (entry?.[field.name] ?? entry?.['*'] ?? (mustBeNamed ? undefined : anyone));
    if (!rule) missing.push(`${type.name}.${field.name} has no rule`);
    else if (rule !== anyone) guard(field, rule, type === schema.getSubscriptionType());
  }
  return missing;
}

function guard(field: ReturnType<GraphQLObjectType['getFields']>[string], rule: Rule, isSubscription: boolean): void {
  const check = (context: { caller: Caller }) => {
    const objection = rule(context.caller.viewer);
    if (objection) throw objection;
  };
  const key = isSubscription ? 'subscribe' : 'resolve';
  const inner = field[key] ?? defaultFieldResolver;
  field[key] = (source, args, context, info) => {
    check(context);
    return inner(source, args, context, info);
  };
}

const isEntity = (type: GraphQLObjectType) =>
  (type.astNode?.directives ?? []).some((d) => d.name.value === 'key') ||
  type.extensionASTNodes.some((n) => (n.directives ?? []).some((d) => d.name.value === 'key'));
