import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  Kind,
  valueFromASTUntyped,
  type FieldNode,
  type GraphQLField,
  type GraphQLInputType,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import { isFields, read, type Fields } from '../../objects';
import { sum, type Term } from './terms';
import type { Weights } from './weights';

const MAX_DEPTH = 50;

/** Values of variables as the client sent them, or their defaults. Values of a wrong type are refused elsewhere. */
export class VariableValues {
  private readonly defaults: ReadonlyMap<string, unknown>;

  constructor(operation: OperationDefinitionNode) {
    this.defaults = new Map(
      (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
        defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
      ),
    );
  }

  get(variables: Fields, name: string): unknown {
    const value = read(variables, name);
    return value === undefined ? this.defaults.get(name) : value;
  }
}

/** The cost of a field's arguments: 1 for an input object, nothing for any other, unless the SDL gives a weight. */
export class ArgumentCosts {
  constructor(
    private readonly weights: Weights,
    private readonly values: VariableValues,
  ) {}

  of(coordinate: string, definition: GraphQLField<unknown, unknown>, node: FieldNode): Term {
    return sum(
      (node.arguments ?? []).map(({ name, value }) => {
        const argument = definition.args.find((one) => one.name === name.value);
        return argument ? this.ofNode(`${coordinate}(${argument.name}:)`, argument.type, value) : 0;
      }),
    );
  }

  private ofNode(coordinate: string, type: GraphQLInputType, value: ValueNode): Term {
    if (value.kind === Kind.NULL) return 0;
    if (value.kind === Kind.VARIABLE) {
      if (this.isFree(coordinate, type)) return 0;
      return ({ variables }) => this.ofValue(coordinate, type, this.values.get(variables, value.name.value));
    }
    if (value.kind === Kind.LIST) return sum(value.values.map((item) => this.ofNode(coordinate, itemType(type), item)));
    const own = this.weightOf(coordinate, type);
    const named = getNamedType(type);
    if (value.kind !== Kind.OBJECT || !isInputObjectType(named)) return own;
    const fields = named.getFields();
    return sum([
      own,
      ...value.fields.map(({ name, value: given }) => {
        const field = Object.hasOwn(fields, name.value) ? fields[name.value] : undefined;
        return field ? this.ofNode(`${named.name}.${field.name}`, field.type, given) : 0;
      }),
    ]);
  }

  private ofValue(coordinate: string, type: GraphQLInputType, value: unknown, depth = 0): number {
    if (value === null || value === undefined) return 0;
    // No honest value is so deep, and going down into it, here or later, may run out of stack.
    if (depth > MAX_DEPTH) return Infinity;
    if (Array.isArray(value))
      return value.reduce<number>((total, item) => total + this.ofValue(coordinate, itemType(type), item, depth + 1), 0);
    let total = this.weightOf(coordinate, type);
    const named = getNamedType(type);
    if (!isFields(value) || !isInputObjectType(named)) return total;
    const fields = named.getFields();
    // The types of the client's value are not checked yet: each known field counts once, so never more than the type has.
    for (const field of Object.values(fields))
      total += this.ofValue(`${named.name}.${field.name}`, field.type, read(value, field.name), depth + 1);
    return total;
  }

  private isFree(coordinate: string, type: GraphQLInputType): boolean {
    return !isInputObjectType(getNamedType(type)) && this.weightOf(coordinate, type) === 0;
  }

  private weightOf(coordinate: string, type: GraphQLInputType): number {
    const named = getNamedType(type);
    return this.weights.weight(coordinate) ?? this.weights.weight(named.name) ?? (isInputObjectType(named) ? 1 : 0);
  }
}

/** A single value stands for a list of one. */
function itemType(type: GraphQLInputType): GraphQLInputType {
  const nullable = getNullableType(type);
  return isListType(nullable) ? nullable.ofType : nullable;
}
