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
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { ClientNames } from '../../document/aliases';
import { collectFields } from '../../document/fields';
import type { Fragments } from '../../document/fragments';
import { isFields, isInherited, read, type Fields } from '../../objects';
import { compileLeaf } from './leaves';
import { fail, type Complete, type Outcome, type Shaping } from './shaping';

const NULL = Buffer.from('null');
const OPENED_LIST = '['.charCodeAt(0);
const CLOSED_LIST = ']'.charCodeAt(0);
const CLOSED_OBJECT = '}'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const EMPTY_OBJECT = Buffer.from('{}');

/** What all shapes of an operation have in common, with certain values for the variables of @skip and @include. */
export interface ShapeContext {
  /** The clients' schema. */
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
  readonly clientNames: ClientNames;
  readonly values: Fields;
}

interface FieldShape {
  /** In the data, and in the response: nearly always the same. */
  readonly key: string;
  readonly name: string;
  /** What stands before the value in JSON: `{"name":` or `,"name":`. */
  readonly head: Uint8Array;
  readonly inherited: boolean;
  readonly nonNull: boolean;
  readonly kind: 'value' | 'typename' | 'introspection';
  /** For messages. */
  readonly coordinate: string;
  readonly complete: Complete;
}

/** How objects of one runtime type are written. */
interface ObjectShape {
  readonly fields: readonly FieldShape[];
  /** As JSON; null when the data says no more than the name of an interface. */
  readonly typename: Uint8Array | null;
}

/** Writes the response from the collected data as JSON text, which is `null` when a null reached the root. */
export type Shape = (data: Fields, shaping: Shaping) => string;

/**
 * Compiles the part of GraphQL that turns data into a response (CompleteValue of the specification): exactly the fields the client
 * requested, under its names and in its order, values checked against the public schema, and null where a value is missing, up to the
 * nearest parent that may be null. Fields are worked out once for each runtime type.
 */
export function compileShape(context: ShapeContext, root: GraphQLCompositeType, selectionSet: SelectionSetNode): Shape {
  const complete = new ShapeCompiler(context).composite(root, [selectionSet], root.name);
  return (data, shaping) => {
    if (complete(data, shaping, 0) === 'written') return shaping.out.take();
    shaping.out.clear();
    return 'null';
  };
}

class ShapeCompiler {
  constructor(private readonly context: ShapeContext) {}

  /** `rootName` is set for the operation's root, whose data carries no type name. */
  composite(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[], rootName?: string): Complete {
    const shapes = new Map<string, ObjectShape>();
    const shapeFor = (typename: unknown): ObjectShape | undefined => {
      const known = shapes.get(typename as string);
      if (known) return known;
      const runtimeType = typeof typename === 'string' ? this.context.schema.getType(typename) : undefined;
      if (!isCompositeType(runtimeType) || !this.fits(runtimeType, type)) return undefined;
      const shape = {
        fields: this.fields(runtimeType, selectionSets),
        typename: isObjectType(runtimeType) ? Buffer.from(`"${runtimeType.name}"`) : null,
      };
      shapes.set(runtimeType.name, shape);
      return shape;
    };
    const complete: Complete = (value, shaping, depth) => {
      if (value === null || value === undefined) return 'null';
      const shape = isFields(value) ? shapeFor(rootName ?? value.__typename ?? type.name) : undefined;
      if (!shape) return fail(shaping, depth, `Expected an object of type ${type.name}.`);
      return writeObject(shape, value as Fields, shaping, depth);
    };
    return (value, shaping, depth) =>
      shaping.shared?.isKnown(value) ? shaping.shared.once(complete, value, shaping, depth) : complete(value, shaping, depth);
  }

  private fits(runtimeType: GraphQLCompositeType, type: GraphQLCompositeType): boolean {
    if (runtimeType === type) return true;
    return !isObjectType(type) && !('getTypes' in runtimeType) && this.context.schema.isSubType(type, runtimeType);
  }

  private fields(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[]): readonly FieldShape[] {
    const collected = collectFields(this.context, type, selectionSets);
    const fields: FieldShape[] = [];
    for (const [key, nodes] of collected) {
      const field = this.field(type, key, nodes, fields.length ? ',' : '{');
      if (field) fields.push(field);
    }
    return fields;
  }

  private field(type: GraphQLCompositeType, key: string, nodes: readonly FieldNode[], before: ',' | '{'): FieldShape | null {
    const field = nodes[0]!.name.value;
    const name = this.context.clientNames.get(key) ?? key;
    const inherited = isInherited(key);
    const head = Buffer.from(`${before}${JSON.stringify(name)}:`);
    if (field === TypeNameMetaFieldDef.name)
      return { key, name, head, inherited, nonNull: true, kind: 'typename', coordinate: '', complete: nowhere };
    if (field === SchemaMetaFieldDef.name || field === TypeMetaFieldDef.name)
      return {
        key,
        name,
        head,
        inherited,
        nonNull: field === SchemaMetaFieldDef.name,
        kind: 'introspection',
        coordinate: '',
        complete: introspected,
      };
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
      coordinate: `${type.name}.${field}`,
      complete: this.value(definition.type, selectionSets, `${type.name}.${field}`),
    };
  }

  /** `name` is the schema coordinate, for messages. */
  private value(type: GraphQLOutputType, selectionSets: readonly SelectionSetNode[], name: string): Complete {
    if (isNonNullType(type)) {
      const inner = this.value(type.ofType, selectionSets, name);
      return (value, shaping, depth) => {
        const outcome = inner(value, shaping, depth);
        return outcome === 'null' ? fail(shaping, depth, `Cannot return null for non-nullable field ${name}.`) : outcome;
      };
    }
    if (isListType(type)) {
      const list = this.list(this.value(type.ofType, selectionSets, name), isNonNullType(type.ofType), name);
      return selectionSets.length ? remembering(list) : list;
    }
    if (isLeafType(type)) {
      const leaf = compileLeaf(type);
      return (value, shaping, depth) => {
        if (value === null || value === undefined) return 'null';
        if (leaf(value, shaping.out)) return 'written';
        return fail(shaping, depth, `Expected a value of type ${getNamedType(type).name} in field ${name}.`);
      };
    }
    return this.composite(type, selectionSets);
  }

  private list(item: Complete, itemNonNull: boolean, name: string): Complete {
    return (value, shaping, depth) => {
      if (value === null || value === undefined) return 'null';
      if (!Array.isArray(value)) return fail(shaping, depth, `Expected a list in field ${name}.`);
      const { path, out } = shaping;
      out.character(OPENED_LIST);
      for (let index = 0; index < value.length; index++) {
        path[depth] = index;
        if (index > 0) out.character(COMMA);
        const from = out.length;
        const outcome = item(value[index], shaping, depth + 1);
        if (outcome === 'written') continue;
        if (outcome === 'failed' && itemNonNull) return outcome;
        out.backTo(from);
        out.constant(NULL);
      }
      out.character(CLOSED_LIST);
      return 'written';
    };
  }
}

/** Lists are not known to be shared as objects are, but a shared entity often has some. */
function remembering(list: Complete): Complete {
  return (value, shaping, depth) =>
    shaping.shared && Array.isArray(value) ? shaping.shared.once(list, value, shaping, depth) : list(value, shaping, depth);
}

/**
 * An object of which a subgraph said that there is none is null as soon as one of its fields may not be: a reference to what is gone, or not
 * for the caller's eyes, is no fault of anybody. Where the reference itself may not be null, its own place has the error.
 */
function writeObject({ fields, typename }: ObjectShape, value: Fields, shaping: Shaping, depth: number): Outcome {
  const { path, out } = shaping;
  const isAbsent = shaping.absent?.has(value) === true;
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index]!;
    const { key } = field;
    if (isAbsent && field.nonNull && field.kind === 'value' && (read(value, key) ?? null) === null) return 'null';
    path[depth] = field.name;
    out.constant(field.head);
    const from = out.length;
    let outcome: Outcome;
    if (field.kind === 'value') outcome = field.complete(field.inherited ? read(value, key) : value[key], shaping, depth + 1);
    else if (field.kind === 'introspection') outcome = field.complete(read(shaping.introspection ?? {}, key), shaping, depth + 1);
    else if (typename) {
      out.constant(typename);
      outcome = 'written';
    } else outcome = fail(shaping, depth + 1, 'The runtime type of an object is unknown.');
    if (outcome === 'written') continue;
    if (outcome === 'failed' && field.nonNull) return outcome;
    out.backTo(from);
    out.constant(NULL);
    if (
      outcome === 'null' &&
      read(value, key) === undefined &&
      field.kind === 'value' &&
      !isAbsent &&
      shaping.unasked?.has(value) === false
    )
      fail(shaping, depth + 1, `No value came for field ${field.coordinate}.`);
  }
  if (fields.length) out.character(CLOSED_OBJECT);
  else out.constant(EMPTY_OBJECT);
  return 'written';
}

/** The value comes from graphql-js and is written as it is. */
const introspected: Complete = (value, { out }) => {
  out.json(JSON.stringify(value ?? null));
  return 'written';
};

/** Never called: the type's name is known where the object is written. */
const nowhere: Complete = () => 'failed';
