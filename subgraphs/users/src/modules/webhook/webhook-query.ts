import { GraphQLError, Kind, parse, type TypeNode } from 'graphql';
import type { WebhookTopic } from '../../generated/resolvers';
import { TOPICS, type Variable, type Variables } from './webhook-topics';

const LONGEST = 4_000;

/** What is wrong with a query by itself, as the end of a sentence about it; whether its fields are there is the gateway's to say. */
export function faultOfQuery(query: string, topic: WebhookTopic): string | null {
  if (query.length > LONGEST) return 'must have at most 4,000 characters';
  let definitions;
  try {
    ({ definitions } = parse(query, { maxTokens: 2_000 }));
  } catch (error) {
    return `must be GraphQL: ${error instanceof GraphQLError ? error.message : 'it cannot be read'}`;
  }
  const operations = definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (operations.length !== 1 || operations[0]!.operation !== 'query') return 'must be one query';
  const known = TOPICS[topic].variables;
  for (const { variable, type, defaultValue } of operations[0]!.variableDefinitions ?? []) {
    const name = variable.name.value;
    if (!known.includes(name as Variable)) return `has the variable $${name}; ${topic} has ${known.map((one) => `$${one}`).join(', ')}`;
    if (defaultValue || !isId(type)) return `must declare $${name} as ID!`;
  }
  return null;
}

const isId = (type: TypeNode): boolean =>
  type.kind === Kind.NON_NULL_TYPE ? isId(type.type) : type.kind === Kind.NAMED_TYPE && type.name.value === 'ID';

/** Those of the ids that a query declares; others would be refused. */
export function declaredOf(query: string, ids: Variables): { variables: Variables; missing: Variable[] } {
  const operation = parse(query).definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const names = (operation?.variableDefinitions ?? []).map(({ variable }) => variable.name.value as Variable);
  return {
    variables: Object.fromEntries(names.flatMap((name) => (ids[name] ? [[name, ids[name]]] : []))),
    missing: names.filter((name) => !ids[name]),
  };
}
