import {
  getNamedType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLFormattedError,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { ClientNames } from './aliases';
import { collectFields } from './fields';
import { compileLeaf } from './leaves';
import { jsonText, jsonTextOrNull } from './json-text';
import { isFields, isInherited, read, type Fields } from './names';
import type { ResponsePath } from './places';
import type { Fragments } from './selection-tree';

/** What the shaper of one execution keeps while it walks the data. */
export interface Shaping {
  readonly path: (string | number)[];
  /** Answers of the fields that the gateway resolves itself (__schema and __type), by response key. */
  readonly introspection: Fields | null;
  /** How many values have failed so far. */
  faults: number;
  /** Text of lists that stand in several places, by the selection and the list; null when nothing does. */
  readonly texts: Map<Complete, Map<unknown, string>> | null;
  report(message: string, path: ResponsePath): void;
}

/** The value has become null and that was reported: in a non-null position the parent becomes null too. */
const FAILED = Symbol('failed');

/** Answers the value as JSON text. */
type Complete = (value: unknown, shaping: Shaping) => string | typeof FAILED;

const NULL = 'null';

interface FieldShape {
  /** In the data, and in the response: nearly always the same. */
  readonly key: string;
  readonly name: string;
  /** The name with its colon, as JSON has it. */
  readonly head: string;
  readonly inherited: boolean;
  readonly nonNull: boolean;
  readonly kind: 'value' | 'typename' | 'introspection';
  readonly complete: Complete;
}

/** The response from the collected data as JSON text, which is `null` when a null reached the root. */
export type Shape = (data: Fields, shaping: Shaping) => string;

/**
 * Compiles the part of GraphQL that turns data into a response (CompleteValue of the specification): exactly the fields the client
 * asked for, under its names and in its order, values checked against the public schema, and null wherever something is missing,
 * up to the nearest parent that may be null. Fields are worked out once for each runtime type.
 */
export function compileShape(
  schema: GraphQLSchema,
  fragments: Fragments,
  clientNames: ClientNames,
  values: Fields,
  root: GraphQLCompositeType,
  selectionSet: SelectionSetNode,
): Shape {
  const complete = new Compiler(schema, fragments, clientNames, values).composite(root, [selectionSet], root.name);
  return (data, shaping) => {
    const shaped = complete(data, shaping);
    return shaped === FAILED ? NULL : shaped;
  };
}

class Compiler {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
    private readonly clientNames: ClientNames,
    private readonly values: Fields,
  ) {}

  /** `rootName` is set for the operation's root, whose data carries no type name. */
  composite(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[], rootName?: string): Complete {
    const shapes = new Map<string, readonly FieldShape[]>();
    const shapesFor = (runtimeType: GraphQLCompositeType): readonly FieldShape[] => {
      let known = shapes.get(runtimeType.name);
      if (!known) shapes.set(runtimeType.name, (known = this.fields(runtimeType, selectionSets)));
      return known;
    };
    return (value, shaping) => {
      if (value === null || value === undefined) return NULL;
      if (!isFields(value)) return fail(shaping, `Expected an object of type ${type.name}.`);
      const typename = rootName ?? value.__typename ?? type.name;
      const runtimeType = typeof typename === 'string' ? this.schema.getType(typename) : undefined;
      if (!isCompositeType(runtimeType) || !this.fits(runtimeType, type)) return fail(shaping, `Expected an object of type ${type.name}.`);
      return object(shapesFor(runtimeType), value, runtimeType, shaping);
    };
  }

  private fits(runtimeType: GraphQLCompositeType, type: GraphQLCompositeType): boolean {
    if (runtimeType === type) return true;
    return !isObjectType(type) && !('getTypes' in runtimeType) && this.schema.isSubType(type, runtimeType);
  }

  private fields(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[]): readonly FieldShape[] {
    const collected = collectFields(this.schema, this.fragments, this.values, type, selectionSets);
    return [...collected].flatMap(([key, nodes]) => this.field(type, key, nodes) ?? []);
  }

  private field(type: GraphQLCompositeType, key: string, nodes: readonly FieldNode[]): FieldShape | null {
    const field = nodes[0]!.name.value;
    const name = this.clientNames.get(key) ?? key;
    const inherited = isInherited(key);
    const head = `${JSON.stringify(name)}:`;
    if (field === TypeNameMetaFieldDef.name) return { key, name, head, inherited, nonNull: true, kind: 'typename', complete: typename };
    if (field === SchemaMetaFieldDef.name || field === TypeMetaFieldDef.name) {
      return { key, name, head, inherited, nonNull: field === SchemaMetaFieldDef.name, kind: 'introspection', complete: jsonText };
    }
    const definition = 'getFields' in type ? type.getFields()[field] : undefined;
    if (!definition) return null;
    const selectionSets = nodes.flatMap((node) => (node.selectionSet ? [node.selectionSet] : []));
    return {
      key,
      name,
      head,
      inherited,
      nonNull: isNonNullType(definition.type),
      kind: 'value',
      complete: this.value(definition.type, selectionSets, `${type.name}.${field}`),
    };
  }

  /** `name` is the schema coordinate, for messages. */
  private value(type: GraphQLOutputType, selectionSets: readonly SelectionSetNode[], name: string): Complete {
    if (isNonNullType(type)) {
      const inner = this.value(type.ofType, selectionSets, name);
      return (value, shaping) => {
        const text = inner(value, shaping);
        return text === NULL ? fail(shaping, `Cannot return null for non-nullable field ${name}.`) : text;
      };
    }
    if (isListType(type)) {
      const list = this.list(this.value(type.ofType, selectionSets, name), isNonNullType(type.ofType), name);
      return selectionSets.length ? remembering(list) : list;
    }
    if (isLeafType(type)) {
      const leaf = compileLeaf(type);
      return (value, shaping) => {
        if (value === null || value === undefined) return NULL;
        const valid = leaf(value);
        const text = valid === undefined ? null : jsonTextOrNull(valid);
        return text ?? fail(shaping, `Expected a value of type ${getNamedType(type).name} in field ${name}.`);
      };
    }
    return this.composite(type, selectionSets);
  }

  private list(item: Complete, itemNonNull: boolean, name: string): Complete {
    return (value, shaping) => {
      if (value === null || value === undefined) return NULL;
      if (!Array.isArray(value)) return fail(shaping, `Expected a list in field ${name}.`);
      const { path } = shaping;
      const depth = path.length;
      let text = '[';
      for (let index = 0; index < value.length; index++) {
        path[depth] = index;
        const completed = item(value[index], shaping);
        if (completed === FAILED && itemNonNull) {
          path.length = depth;
          return FAILED;
        }
        if (index > 0) text += ',';
        text += completed === FAILED ? NULL : completed;
      }
      path.length = depth;
      return `${text}]`;
    };
  }
}

/** One list can stand in many places (equal entities share what they were answered): it is written once, unless it told of an error. */
function remembering(list: Complete): Complete {
  return (value, shaping) => {
    if (!shaping.texts || !Array.isArray(value)) return list(value, shaping);
    let texts = shaping.texts.get(list);
    if (!texts) shaping.texts.set(list, (texts = new Map()));
    const known = texts.get(value);
    if (known !== undefined) return known;
    const faults = shaping.faults;
    const text = list(value, shaping);
    if (text !== FAILED && shaping.faults === faults) texts.set(value, text);
    return text;
  };
}

function object(fields: readonly FieldShape[], value: Fields, type: GraphQLCompositeType, shaping: Shaping): string | typeof FAILED {
  let text = '{';
  const { path } = shaping;
  const depth = path.length;
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index]!;
    const { key } = field;
    path[depth] = field.name;
    let completed;
    if (field.kind === 'value') completed = field.complete(field.inherited ? read(value, key) : value[key], shaping);
    else if (field.kind === 'typename')
      completed = isObjectType(type) ? `"${type.name}"` : fail(shaping, `The runtime type of ${type.name} is unknown.`);
    else completed = field.complete(shaping.introspection ? read(shaping.introspection, key) : null, shaping);
    if (completed === FAILED && field.nonNull) {
      path.length = depth;
      return FAILED;
    }
    if (index > 0) text += ',';
    text += field.head;
    text += completed === FAILED ? NULL : completed;
  }
  path.length = depth;
  return `${text}}`;
}

function fail(shaping: Shaping, message: string): typeof FAILED {
  shaping.faults++;
  shaping.report(message, [...shaping.path]);
  return FAILED;
}

/** Never called: the type's name is known where the object is shaped. */
const typename: Complete = () => FAILED;

/** Collects what the shaper reports, leaving out what an error of a subgraph already explains. */
export function shapeErrors(known: readonly GraphQLFormattedError[]): { errors: GraphQLFormattedError[]; report: Shaping['report'] } {
  const errors: GraphQLFormattedError[] = [];
  return {
    errors,
    report(message, path) {
      if (known.some((error) => explains(error.path, path))) return;
      errors.push({ message, path, extensions: { code: 'INTERNAL_SERVER_ERROR' } });
    },
  };
}

/** An error above (its whole object is missing) or below (a subgraph propagated the null) says why a value is null. */
function explains(errorPath: ResponsePath | undefined, path: ResponsePath): boolean {
  if (!errorPath) return true;
  const length = Math.min(errorPath.length, path.length);
  for (let at = 0; at < length; at++) if (errorPath[at] !== path[at]) return false;
  return true;
}
