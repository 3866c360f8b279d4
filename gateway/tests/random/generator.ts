import fc, { type Arbitrary } from 'fast-check';
import {
  doTypesOverlap,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import type { ArgumentWish, Condition, FieldWish, Selection, Way, Wish } from './wishes';

/** Names that a gateway could trip over: of keys, of what every object inherits, of type names. */
const ODD_ALIASES = ['id', 'name', '__typename', 'constructor', '__proto__', 'toString', 'alias_id'];
const ALIASES = ['a', 'b', 'first', 'second', 'nodes'];
/** Below the root: the gateway's limit is ten, and fragments' levels do not count there. */
const DEPTH = 7;
/** At most, by how many levels may follow: broad above, narrow below, so that wishes stay small. */
const WIDTHS = [3, 2, 2, 3, 3, 4, 5, 5];

/** What arguments are about. */
export interface ArgumentValues {
  /** Values that are valid for the argument, as JSON says them; `returns` is the type of its field. */
  argument(argument: GraphQLArgument, returns: GraphQLOutputType): Arbitrary<unknown>;
}

export interface Habits {
  /** Types whose fragments are worth sharing. */
  readonly popular: readonly string[];
  /** Names for aliases, beside the usual ones. */
  readonly aliases?: readonly string[];
  /** For each field with an alias, so many have none. */
  readonly plainNames?: number;
  /** For each selection with a condition, so many have none. */
  readonly unconditional?: number;
}

/** Makes wishes for any schema. */
export class Generator {
  private readonly known = new Map<string, Arbitrary<readonly Selection[]>>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly values: ArgumentValues,
    private readonly habits: Habits,
  ) {}

  queries(): Arbitrary<Wish> {
    return fc.record({
      selections: this.selections(this.schema.getQueryType()!, DEPTH),
      fragments: fc.array(
        fc.oneof(...this.habits.popular.map((on) => fc.record({ on: fc.constant(on), below: this.selections(this.composite(on), 3) }))),
        {
          maxLength: 2,
        },
      ),
    }) as Arbitrary<Wish>;
  }

  /** Mutations. Their outcomes are asked for by their types' names too, so that the answer can be checked by itself. */
  mutations(fields: readonly string[], most = 2): Arbitrary<Wish> {
    const type = this.schema.getMutationType()!;
    const chosen = fields.map((name) => this.field(type.getFields()[name]!, 3));
    return fc.record({ selections: fc.array(fc.oneof(...chosen), { minLength: 1, maxLength: most }), fragments: fc.constant([]) });
  }

  /** One subscription: GraphQL allows one field, without conditions. */
  subscriptions(): Arbitrary<Wish> {
    const fields = Object.values(this.schema.getSubscriptionType()!.getFields()).map((field) => this.field(field, 4));
    const selections = fc.oneof(...fields).map((field) => [{ ...field, conditions: [] }]);
    return fc.record({ selections, fragments: fc.constant([]) });
  }

  private selections(type: GraphQLCompositeType, depth: number): Arbitrary<readonly Selection[]> {
    const key = `${type.name} ${depth}`;
    let known = this.known.get(key);
    if (!known) {
      known = fc.array(this.selection(type, depth), { minLength: 1, maxLength: WIDTHS[depth]!, size: 'max' });
      this.known.set(key, known);
    }
    return known;
  }

  private selection(type: GraphQLCompositeType, depth: number): Arbitrary<Selection> {
    const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
    const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    const deeper = depth > 0 ? fields.filter((field) => isCompositeType(getNamedType(field.type))) : [];
    const arbitraries: { weight: number; arbitrary: Arbitrary<Selection> }[] = [
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('typename'), alias: this.alias() }) as Arbitrary<Selection> },
    ];
    if (leaves.length) arbitraries.push({ weight: 8, arbitrary: fc.oneof(...leaves.map((field) => this.field(field, depth))) });
    if (deeper.length) arbitraries.push({ weight: 14, arbitrary: fc.oneof(...deeper.map((field) => this.field(field, depth - 1))) });
    if (depth > 0) {
      const conditions = this.conditions();
      for (const kind of ['inline', 'named'] as const) {
        const fragments = this.narrower(type).map(
          (on) =>
            fc.record({
              kind: fc.constant(kind),
              on: fc.constant(kind === 'named' ? (on ?? type.name) : on),
              conditions,
              below: this.selections(on === null ? type : this.composite(on), depth - 1),
            }) as Arbitrary<Selection>,
        );
        arbitraries.push({ weight: isObjectType(type) ? 1 : 8, arbitrary: fc.oneof(...fragments) });
      }
      arbitraries.push({ weight: 1, arbitrary: fc.record({ kind: fc.constant('spread' as const), pick: fc.nat(1), conditions }) });
    }
    return fc.oneof(...arbitraries);
  }

  /** Type conditions that may apply here; null for none. */
  private narrower(type: GraphQLCompositeType): readonly (string | null)[] {
    const overlapping = Object.values(this.schema.getTypeMap()).filter(
      (other) => isCompositeType(other) && !other.name.startsWith('__') && doTypesOverlap(this.schema, type, other),
    );
    return [null, ...overlapping.map(({ name }) => name)];
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number): Arbitrary<FieldWish> {
    const named = getNamedType(field.type);
    const below: Arbitrary<readonly Selection[] | null> = isCompositeType(named) ? this.below(named, depth) : fc.constant(null);
    return fc.record({
      kind: fc.constant('field' as const),
      name: fc.constant(field.name),
      alias: this.alias(),
      args: fc.tuple(...field.args.map((argument) => this.given(argument, field))).map((args) => args.filter((one) => one !== null)),
      conditions: this.conditions(),
      below,
    });
  }

  private below(type: GraphQLCompositeType, depth: number): Arbitrary<readonly Selection[]> {
    const inner = this.selections(type, depth);
    // A union says nothing of itself but its members' names.
    return isUnionType(type) || isInterfaceType(type)
      ? inner.map((selections) => [{ kind: 'typename' as const, alias: null }, ...selections])
      : inner;
  }

  private given(argument: GraphQLArgument, field: GraphQLField<unknown, unknown>): Arbitrary<ArgumentWish | null> {
    const present = fc.record({
      name: fc.constant(argument.name),
      value: this.values.argument(argument, field.type),
      way: fc.constantFrom<Way>('literal', 'variable', 'default', 'overridden', 'inside'),
    });
    if (isRequiredArgument(argument)) return present;
    // The length of lists is nearly always said: without, they are long.
    const absent = argument.name === 'first' ? 1 : 6;
    return fc.oneof({ weight: absent, arbitrary: fc.constant(null) }, { weight: argument.name === 'first' ? 9 : 2, arbitrary: present });
  }

  private alias(): Arbitrary<string | null> {
    return fc.oneof(
      { weight: 10 * (this.habits.plainNames ?? 9), arbitrary: fc.constant(null) },
      { weight: 8, arbitrary: fc.constantFrom(...ALIASES, ...(this.habits.aliases ?? [])) },
      { weight: 2, arbitrary: fc.constantFrom(...ODD_ALIASES) },
    );
  }

  private conditions(): Arbitrary<readonly Condition[]> {
    const condition = fc.record({
      directive: fc.constantFrom('include' as const, 'skip' as const),
      value: fc.boolean(),
      way: fc.constantFrom('literal' as const, 'variable' as const, 'default' as const, 'overridden' as const),
    });
    return fc.oneof(
      { weight: this.habits.unconditional ?? 10, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.uniqueArray(condition, { minLength: 1, maxLength: 2, selector: ({ directive }) => directive }) },
    );
  }

  private composite(name: string): GraphQLCompositeType {
    const type = getNullableType(this.schema.getType(name));
    if (!isCompositeType(type)) throw new Error(`${name} has no fields.`);
    return type;
  }
}
