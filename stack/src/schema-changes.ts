import { CriticalityLevel, diff, type Change } from '@graphql-inspector/core';
import {
  getNamedType,
  GraphQLDeprecatedDirective,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** One difference between two states of the API, in words. */
export interface SchemaChange {
  readonly kind: 'breaking' | 'dangerous' | 'safe';
  readonly path: string;
  readonly message: string;
}

const UNTIL = /\buntil (\d{4}-\d{2}-\d{2})\b/i;

/** The day from which something deprecated may go, by its reason (`Use other. Until 2027-05-31.`); null where it names none. */
export const sunsetOf = (reason: string | null | undefined): string | null => UNTIL.exec(reason ?? '')?.[1] ?? null;

/** What differs, in the order of paths. Descriptions are not looked at. */
export async function changesOf(before: GraphQLSchema, now: GraphQLSchema): Promise<readonly SchemaChange[]> {
  const changes = (await diff(before, now)).filter(({ type }) => !type.includes('DESCRIPTION'));
  return changes.map(changeOf).sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
}

const KINDS = {
  [CriticalityLevel.Breaking]: 'breaking',
  [CriticalityLevel.Dangerous]: 'dangerous',
  [CriticalityLevel.NonBreaking]: 'safe',
} as const;

const changeOf = ({ criticality, path, message }: Change): SchemaChange => ({ kind: KINDS[criticality.level], path: path ?? '', message });

/**
 * The breaking changes that must not be: of what was not published as deprecated, or whose day has not come. `before` is the published API,
 * `today` as `2026-11-30`. A type may go when nothing led to it but what may go.
 */
export function refusedChanges(before: GraphQLSchema, changes: readonly SchemaChange[], today: string): readonly SchemaChange[] {
  const lasting = reachable(before, today);
  return changes.filter(({ kind, path }) => {
    if (kind !== 'breaking') return false;
    const [type, field, argument] = path.split('.');
    if (!lasting.has(type!)) return false;
    return !(
      field && [reasonOf(before.getType(type!), field), reasonOf(before.getType(type!), field, argument)].some((one) => isOver(one, today))
    );
  });
}

const isOver = (reason: string | null | undefined, today: string): boolean => {
  const sunset = sunsetOf(reason);
  return sunset !== null && sunset <= today;
};

function reasonOf(type: GraphQLNamedType | undefined, name: string, argument?: string): string | null | undefined {
  if (!type) return null;
  if ('getFields' in type) {
    const field = type.getFields()[name];
    if (argument === undefined || !field || !('args' in field)) return field?.deprecationReason;
    return field.args.find((one) => one.name === argument)?.deprecationReason;
  }
  return 'getValue' in type ? type.getValue(name)?.deprecationReason : null;
}

/** Types that something leads to which may not go yet. */
function reachable(schema: GraphQLSchema, today: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open: GraphQLNamedType[] = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter((type) => !!type);
  for (let type = open.pop(); type; type = open.pop()) {
    if (found.has(type.name)) continue;
    found.add(type.name);
    if (isUnionType(type)) open.push(...type.getTypes());
    if (isInterfaceType(type)) open.push(...schema.getPossibleTypes(type));
    if (isObjectType(type) || isInterfaceType(type)) {
      open.push(...type.getInterfaces());
      for (const field of Object.values(type.getFields())) {
        if (isOver(field.deprecationReason, today)) continue;
        open.push(getNamedType(field.type), ...field.args.map((argument) => getNamedType(argument.type)));
      }
    }
    if (isInputObjectType(type)) open.push(...Object.values(type.getFields()).map((field) => getNamedType(field.type)));
  }
  return found;
}

/** What is deprecated and does not say until when it stays. */
export function undatedDeprecations(schema: GraphQLSchema): readonly string[] {
  const undated: string[] = [];
  const look = (path: string, reason: string | null | undefined) => {
    if (reason !== null && reason !== undefined && sunsetOf(reason) === null) undated.push(`@${GraphQLDeprecatedDirective.name} ${path}`);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if ('getValues' in type) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value.deprecationReason);
    if (!('getFields' in type)) continue;
    for (const field of Object.values(type.getFields())) {
      look(`${type.name}.${field.name}`, field.deprecationReason);
      if ('args' in field)
        for (const argument of field.args) look(`${type.name}.${field.name}.${argument.name}`, argument.deprecationReason);
    }
  }
  return undated;
}

const HEADINGS = { breaking: 'Removed or changed', dangerous: 'May surprise a client', safe: 'Added' } as const;

/** An entry of the changelog, for people. */
export function entryOf(changes: readonly SchemaChange[], day: string): string {
  const parts = (['breaking', 'dangerous', 'safe'] as const).flatMap((kind) => {
    const lines = changes.filter((change) => change.kind === kind).map(({ message }) => `- ${message.replaceAll("'", '`')}`);
    return lines.length > 0 ? [`### ${HEADINGS[kind]}\n\n${lines.join('\n')}`] : [];
  });
  return `## ${day}\n\n${parts.join('\n\n')}\n`;
}
