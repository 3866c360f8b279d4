import {
  defaultFieldResolver,
  getNamedType,
  GraphQLID,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import { isId } from '../input';

/**
 * Ids are the same in capitals and in small letters. Arguments of type ID and references to entities are brought into small letters before
 * a resolver sees them, so that ids are compared as text everywhere below; ids within inputs are by `id()`. Fields without such arguments
 * are left alone.
 */
export function idsInLowerCase(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.name === '_entities')
        wrap(field, ({ representations }) => ({ representations: (representations as unknown[]).map(reference) }));
      const names = field.args.filter((argument) => getNamedType(argument.type) === GraphQLID).map(({ name }) => name);
      if (names.length > 0)
        wrap(field, (args) =>
          Object.fromEntries(Object.entries(args).map(([name, value]) => [name, names.includes(name) ? lower(value) : value])),
        );
    }
  }
  return schema;
}

type Arguments = Record<string, unknown>;

function wrap(field: GraphQLField<unknown, unknown>, change: (args: Arguments) => Arguments): void {
  const around =
    (inner: GraphQLFieldResolver<unknown, unknown>): GraphQLFieldResolver<unknown, unknown> =>
    (source, args, context, info) =>
      inner(source, change(args), context, info);
  if (field.subscribe) field.subscribe = around(field.subscribe);
  else field.resolve = around(field.resolve ?? defaultFieldResolver);
}

function lower(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lower);
  return isId(value) ? value.toLowerCase() : value;
}

function reference(value: unknown): unknown {
  const { id } = (value ?? {}) as { id?: unknown };
  const lowered = lower(id);
  return lowered === id ? value : { ...(value as object), id: lowered };
}
