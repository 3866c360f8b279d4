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
import { jsonText } from './json-text';
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
  /** Objects that stand in several places, and the texts of what does; null when nothing does. */
  readonly shared: Shared | null;
  report(message: string, path: ResponsePath): void;
}

/** Equal entities share their objects and what they were answered: that is written once for each selection. */
export class Shared {
  private readonly texts = new Map<Complete, Map<unknown, string>>();

  constructor(private readonly objects: ReadonlySet<unknown>) {}

  isKnown(object: unknown): boolean {
    return this.objects.has(object);
  }

  textOf(complete: Complete, value: unknown): string | undefined {
    const text = this.texts.get(complete)?.get(value);
    // Asked for a character, V8 makes one piece of a text of many: otherwise it would go through all of them at each place.
    text?.charCodeAt(0);
    return text;
  }

  keep(complete: Complete, value: unknown, text: string): void {
    let texts = this.texts.get(complete);
    if (!texts) this.texts.set(complete, (texts = new Map()));
    texts.set(value, text);
  }
}

/** The value has become null and that was reported: in a non-null position the parent becomes null too. */
const FAILED = Symbol('failed');

/** Answers the value, which stands at the first `depth` legs of the path, as JSON text. */
type Complete = (value: unknown, shaping: Shaping, depth: number) => string | typeof FAILED;

const NULL = 'null';

interface FieldShape {
  /** In the data, and in the response: nearly always the same. */
  readonly key: string;
  readonly name: string;
  /** What stands before the value in JSON: `{"name":` or `,"name":`. */
  readonly head: string;
  readonly inherited: boolean;
  readonly nonNull: boolean;
  readonly kind: 'value' | 'typename' | 'introspection';
  readonly complete: Complete;
}

/** The fields to answer for objects of one runtime type. */
interface ObjectShape {
  readonly type: GraphQLCompositeType;
  readonly fields: readonly FieldShape[];
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
    const shaped = complete(data, shaping, 0);
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
    const shapes = new Map<string, ObjectShape>();
    const shapeFor = (typename: unknown): ObjectShape | undefined => {
      const known = shapes.get(typename as string);
      if (known) return known;
      const runtimeType = typeof typename === 'string' ? this.schema.getType(typename) : undefined;
      if (!isCompositeType(runtimeType) || !this.fits(runtimeType, type)) return undefined;
      const shape = { type: runtimeType, fields: this.fields(runtimeType, selectionSets) };
      shapes.set(runtimeType.name, shape);
      return shape;
    };
    const complete: Complete = (value, shaping, depth) => {
      if (value === null || value === undefined) return NULL;
      const shape = isFields(value) ? shapeFor(rootName ?? value.__typename ?? type.name) : undefined;
      if (!shape) return fail(shaping, depth, `Expected an object of type ${type.name}.`);
      return object(shape, value as Fields, shaping, depth);
    };
    return (value, shaping, depth) =>
      shaping.shared?.isKnown(value) ? once(complete, value, shaping, depth) : complete(value, shaping, depth);
  }

  private fits(runtimeType: GraphQLCompositeType, type: GraphQLCompositeType): boolean {
    if (runtimeType === type) return true;
    return !isObjectType(type) && !('getTypes' in runtimeType) && this.schema.isSubType(type, runtimeType);
  }

  private fields(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[]): readonly FieldShape[] {
    const collected = collectFields(this.schema, this.fragments, this.values, type, selectionSets);
    const fields: FieldShape[] = [];
    for (const [key, nodes] of collected) {
      const field = this.field(type, key, nodes, fields.length ? ',' : '{');
      if (field) fields.push(field);
    }
    return fields;
  }

  private field(type: GraphQLCompositeType, key: string, nodes: readonly FieldNode[], before: ',' | '{'): FieldShape | null {
    const field = nodes[0]!.name.value;
    const name = this.clientNames.get(key) ?? key;
    const inherited = isInherited(key);
    const head = `${before}${JSON.stringify(name)}:`;
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
      return (value, shaping, depth) => {
        const text = inner(value, shaping, depth);
        return text === NULL ? fail(shaping, depth, `Cannot return null for non-nullable field ${name}.`) : text;
      };
    }
    if (isListType(type)) {
      const list = this.list(this.value(type.ofType, selectionSets, name), isNonNullType(type.ofType), name);
      return selectionSets.length ? remembering(list) : list;
    }
    if (isLeafType(type)) {
      const leaf = compileLeaf(type);
      return (value, shaping, depth) => {
        if (value === null || value === undefined) return NULL;
        return leaf(value) ?? fail(shaping, depth, `Expected a value of type ${getNamedType(type).name} in field ${name}.`);
      };
    }
    return this.composite(type, selectionSets);
  }

  private list(item: Complete, itemNonNull: boolean, name: string): Complete {
    return (value, shaping, depth) => {
      if (value === null || value === undefined) return NULL;
      if (!Array.isArray(value)) return fail(shaping, depth, `Expected a list in field ${name}.`);
      const { path } = shaping;
      let text = '[';
      for (let index = 0; index < value.length; index++) {
        path[depth] = index;
        const completed = item(value[index], shaping, depth + 1);
        if (completed === FAILED && itemNonNull) return FAILED;
        if (index > 0) text += ',';
        text += completed === FAILED ? NULL : completed;
      }
      return `${text}]`;
    };
  }
}

/** Lists are not known to be shared as objects are, but what a shared entity was answered often has some. */
function remembering(list: Complete): Complete {
  return (value, shaping, depth) =>
    shaping.shared && Array.isArray(value) ? once(list, value, shaping, depth) : list(value, shaping, depth);
}

/** Written once, unless it told of an error: that has to be told at each place. */
function once(complete: Complete, value: unknown, shaping: Shaping, depth: number): string | typeof FAILED {
  const shared = shaping.shared!;
  const known = shared.textOf(complete, value);
  if (known !== undefined) return known;
  const { faults } = shaping;
  const text = complete(value, shaping, depth);
  if (text !== FAILED && shaping.faults === faults) shared.keep(complete, value, text);
  return text;
}

function object({ type, fields }: ObjectShape, value: Fields, shaping: Shaping, depth: number): string | typeof FAILED {
  let text = '';
  const { path } = shaping;
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index]!;
    const { key } = field;
    path[depth] = field.name;
    let completed;
    if (field.kind === 'value') completed = field.complete(field.inherited ? read(value, key) : value[key], shaping, depth + 1);
    else if (field.kind === 'typename')
      completed = isObjectType(type) ? `"${type.name}"` : fail(shaping, depth + 1, `The runtime type of ${type.name} is unknown.`);
    else completed = field.complete(shaping.introspection ? read(shaping.introspection, key) : null, shaping, depth + 1);
    if (completed === FAILED) {
      if (field.nonNull) return FAILED;
      completed = NULL;
    }
    text += field.head + completed;
  }
  return text === '' ? '{}' : `${text}}`;
}

function fail(shaping: Shaping, depth: number, message: string): typeof FAILED {
  shaping.faults++;
  shaping.report(message, shaping.path.slice(0, depth));
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
