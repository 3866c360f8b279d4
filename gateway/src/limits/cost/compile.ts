import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { ArgumentCosts, VariableValues } from './arguments';
import { ALWAYS, type FieldCollector, type CostCondition, type Conditional } from './collect';
import { DEFAULT_LIST_SIZE, sizeOf, type SlicingRefused } from './list-size';
import type { FieldPart, SelectionPart, SizedFields, TypePart } from './parts';
import { maximum, product, shared, sum, type Reckoning, type Term } from './terms';
import type { Weights } from './weights';

/** Introspection is this much work for the gateway itself, however many fields are requested. */
const INTROSPECTION_COST = 50;
const INTROSPECTION: ReadonlySet<string> = new Set([SchemaMetaFieldDef.name, TypeMetaFieldDef.name]);

export interface CompilerParts {
  readonly schema: GraphQLSchema;
  readonly weights: Weights;
  readonly collector: FieldCollector;
  readonly values: VariableValues;
  readonly argumentCosts: ArgumentCosts;
}

/** Turns selections into parts whose costs are numbers, or functions of the few variables that have an influence. */
export class CostCompiler {
  private readonly selections = new Map<string, SelectionPart>();
  private readonly numbers = new Map<SelectionSetNode, number>();
  private nextKey = 1;
  /** Checks of variables, to be made before the cost is computed. */
  readonly checks: ((reckoning: Reckoning) => SlicingRefused | null)[] = [];

  constructor(private readonly parts: CompilerParts) {}

  selection(type: GraphQLCompositeType, from: readonly Conditional<SelectionSetNode>[], sized: SizedFields | null = null): SelectionPart {
    // Different runtime types often lead to the same selection: without this, each level of interfaces would multiply the work.
    const key = `${type.name} ${from.map(({ node, condition }) => `${this.numberOf(node)}${condition.join('&')}`).join()} ${sized?.key ?? ''}`;
    let part = this.selections.get(key);
    if (!part) this.selections.set(key, (part = this.compile(type, from, sized)));
    return part;
  }

  private compile(type: GraphQLCompositeType, from: readonly Conditional<SelectionSetNode>[], sized: SizedFields | null): SelectionPart {
    const objects = isAbstractType(type) ? this.parts.schema.getPossibleTypes(type) : [type];
    const types = new Map(objects.map((object) => [object.name, this.object(object, from, sized)]));
    const all = [...types.values()];
    return {
      types,
      only: all.length === 1 ? all[0]! : null,
      fields: shared(maximum(all.map(({ total }) => total))),
      whole: shared(maximum(all.map(({ weight, total }) => sum([weight, total])))),
      flat: all.every(({ varying }) => varying.length === 0),
    };
  }

  private object(type: GraphQLObjectType, from: readonly Conditional<SelectionSetNode>[], sized: SizedFields | null): TypePart {
    const collected = this.parts.collector.collect(type, from);
    const fields = [...collected].flatMap(([key, nodes]) => this.field(type, key, nodes, sized) ?? []);
    const varies = ({ isList, below }: FieldPart) => isList || below?.flat === false;
    return {
      weight: this.parts.weights.weight(type.name) ?? 1,
      fields,
      fixed: sum(fields.filter((field) => !varies(field)).map(({ total }) => total)),
      varying: fields.filter(varies),
      total: sum(fields.map(({ total }) => total)),
    };
  }

  private field(
    type: GraphQLObjectType,
    key: string,
    nodes: readonly Conditional<FieldNode>[],
    sized: SizedFields | null,
  ): FieldPart | null {
    const first = nodes[0]!.node;
    const name = first.name.value;
    const included = this.holds(nodes.map(({ condition }) => condition));
    if (INTROSPECTION.has(name)) return leaf(key, included, INTROSPECTION_COST);
    const definition = type.getFields()[name];
    if (!definition) return null;
    const { weights, argumentCosts } = this.parts;
    const coordinate = `${type.name}.${name}`;
    const listSize = weights.listSize(coordinate);
    const asked = listSize ? sizeOf(coordinate, listSize, definition, first, this.parts.values) : null;
    if (asked?.check) this.checks.push(asked.check);
    const named = getNamedType(definition.type);
    const levels = levelsOf(definition.type);
    const own = sized?.names.has(name) ? sized.size : asked && !listSize?.sizedFields ? asked.size : DEFAULT_LIST_SIZE;
    const size = levels === 0 ? 1 : product(own, DEFAULT_LIST_SIZE ** (levels - 1));
    const sizedBelow = asked && listSize?.sizedFields ? this.sizedFields(listSize.sizedFields, asked.size) : null;
    const below = isCompositeType(named) ? this.selection(named, selectionSets(nodes), sizedBelow) : null;
    const weight = weights.weight(coordinate) ?? (isLeafType(named) ? (weights.weight(named.name) ?? 0) : null);
    const item = below ? (weight === null ? below.whole : sum([weight, below.fields])) : weight!;
    const given = argumentCosts.of(coordinate, definition, first);
    // A list of leaves that cost nothing needs no counting.
    const isList = levels > 0 && item !== 0;
    return { key, included, arguments: given, weight, size, isList, below, total: product(included, sum([product(size, item), given])) };
  }

  private sizedFields(names: ReadonlySet<string>, size: Term): SizedFields {
    return { names, size, key: `${typeof size === 'number' ? size : `v${this.nextKey++}`}:${[...names].join()}` };
  }

  /** A field with several selections is included when one of them is. */
  private holds(conditions: readonly CostCondition[]): Term {
    if (conditions.some((condition) => condition.length === 0)) return 1;
    const { values } = this.parts;
    return ({ variables }) => {
      const isTrue = (literal: string) =>
        literal.startsWith('!') ? values.get(variables, literal.slice(2)) !== true : values.get(variables, literal.slice(1)) !== false;
      return conditions.some((condition) => condition.every(isTrue)) ? 1 : 0;
    };
  }

  private numberOf(node: SelectionSetNode): number {
    let number = this.numbers.get(node);
    if (number === undefined) this.numbers.set(node, (number = this.numbers.size));
    return number;
  }
}

function leaf(key: string, included: Term, weight: number): FieldPart {
  return { key, included, arguments: 0, weight, size: 1, isList: false, below: null, total: product(included, weight) };
}

/** Below a field its own conditions are already decided, unless only some of its selections have them. */
function selectionSets(nodes: readonly Conditional<FieldNode>[]): Conditional<SelectionSetNode>[] {
  return nodes.flatMap(({ node, condition }) =>
    node.selectionSet ? [{ node: node.selectionSet, condition: nodes.length === 1 ? ALWAYS : condition }] : [],
  );
}

/** The number of lists in lists. */
function levelsOf(type: GraphQLOutputType): number {
  if (isNonNullType(type)) return levelsOf(type.ofType);
  return isListType(type) ? 1 + levelsOf(type.ofType) : 0;
}
