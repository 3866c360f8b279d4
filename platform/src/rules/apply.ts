import { allow, deny, shield } from 'graphql-shield';
import {
  defaultFieldResolver,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { forbidden } from '../errors';
import type { Rule } from './rules';

/**
 * The permission table of a subgraph: `Type.field → rule`. A rule for the whole type stands under `'*'` or in place of the fields.
 *
 * Denies by default: every field of Query, Mutation and Subscription and every entity (a type with @key, reachable from anywhere
 * through `_entities`) must be named, or the subgraph does not start and says what is missing. Value types, reachable only through a
 * field that is named, are open unless named.
 */
export type Permissions = Record<string, Rule | Record<string, Rule>>;

type Table = Record<string, Record<string, Rule>>;
/** What graphql-shield makes of a rule: it asks, and goes on to the resolver or answers with the objection. */
type Guard = (...call: [resolve: GraphQLFieldResolver<unknown, unknown>, ...Parameters<GraphQLFieldResolver<unknown, unknown>>]) => unknown;

const INTERNAL = new Set(['_service', '_entities']);

/**
 * Puts the rules before the resolvers, in place: `resolve`, or `subscribe` of a subscription. Fields under `allow` keep their own resolver,
 * so that what is open to everybody costs nothing.
 */
export function applyRules(schema: GraphQLSchema, permissions: Permissions): GraphQLSchema {
  const table = completeTable(schema, permissions);
  // An error of a resolver passes as it is: the executor decides what is told of it.
  const options = { allowExternalErrors: true, fallbackRule: deny, fallbackError: () => forbidden() };
  const guards = shield(table, options).generate(schema) as unknown as Record<string, Record<string, Guard | { resolve: Guard }>>;
  for (const [name, rules] of Object.entries(table)) {
    const type = schema.getType(name) as GraphQLObjectType;
    const key = type === schema.getSubscriptionType() ? 'subscribe' : 'resolve';
    for (const [field, rule] of Object.entries(rules)) {
      if (rule === allow) continue;
      const made = guards[name]![field]!;
      guard(type.getFields()[field]!, key, typeof made === 'function' ? made : made.resolve);
    }
  }
  return schema;
}

function guard(field: GraphQLField<unknown, unknown>, key: 'resolve' | 'subscribe', guards: Guard): void {
  const inner = field[key] ?? defaultFieldResolver;
  field[key] = (...call) => guards(inner, ...call);
}

/** A rule for every field, or an error that names all that is missing. */
function completeTable(schema: GraphQLSchema, permissions: Permissions): Table {
  const table: Table = {};
  const missing = Object.keys(permissions)
    .filter((name) => !schema.getType(name))
    .map((name) => `${name} is in the permission table but not in the schema`);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || type.name === '_Service') continue;
    table[type.name] = rulesOf(schema, type, permissions[type.name], missing);
  }
  if (missing.length) throw new Error(`The permission table is incomplete:\n  ${missing.join('\n  ')}`);
  return table;
}

function rulesOf(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  entry: Permissions[string] | undefined,
  missing: string[],
): Record<string, Rule> {
  const isRoot = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].includes(type);
  const fields = type.getFields();
  const named = byField(entry);
  for (const field of Object.keys(named))
    if (field !== '*' && !fields[field]) missing.push(`${type.name}.${field} is in the permission table but not in the schema`);
  const otherwise = named['*'] ?? (isRoot || isEntity(type) ? undefined : allow);
  const rules: Record<string, Rule> = {};
  for (const field of Object.keys(fields)) {
    const rule = INTERNAL.has(field) ? allow : (named[field] ?? otherwise);
    if (rule) rules[field] = rule;
    else missing.push(`${type.name}.${field} has no rule`);
  }
  return rules;
}

/** An entry of the table by field; a rule for the whole type stands under `'*'`. */
export function byField(entry: Permissions[string] | undefined): Record<string, Rule> {
  if (entry === undefined) return {};
  return isRule(entry) ? { '*': entry } : entry;
}

const isRule = (entry: Permissions[string]): entry is Rule => typeof entry.resolve === 'function';

const isEntity = (type: GraphQLObjectType) =>
  (type.astNode?.directives ?? []).some((d) => d.name.value === 'key') ||
  type.extensionASTNodes.some((n) => (n.directives ?? []).some((d) => d.name.value === 'key'));
