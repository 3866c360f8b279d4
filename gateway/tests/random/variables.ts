import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  parseType,
  type ConstValueNode,
  type GraphQLInputType,
  type ObjectFieldNode,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { Way } from './wishes';

/** Names that a gateway could trip over, some far behind: stock answers nothing when there is a variable called like one of its own. */
const NAMES = [
  'input',
  'constructor',
  'id',
  'toString',
  'first',
  'if',
  'query',
  'valueOf',
  'last',
  'after',
  'before',
  'a',
  'b',
  'c',
  'representations',
];

/** The variables of one operation: made as values ask for them, equal ones shared. */
export class Variables {
  private readonly made = new Map<string, VariableDefinitionNode>();
  private readonly given = new Map<string, unknown>();

  /** The value as the document says it, in one of the ways. */
  place(type: GraphQLInputType, value: unknown, way: Way): ValueNode {
    switch (way) {
      case 'literal':
        return literal(type, value);
      case 'inside':
        return this.inside(type, value);
      case 'variable':
        return this.variable(type, way, { value });
      case 'default':
        return this.variable(type, way, { byDefault: value });
      case 'overridden':
        // A null that is sent wins over the default, too.
        return this.variable(type, way, { byDefault: value, value: isNonNullType(type) ? value : null });
    }
  }

  /** A condition decided by a variable whose default says the opposite, or that is not sent. */
  condition(type: GraphQLInputType, value: boolean, way: Way): ValueNode {
    if (way === 'overridden') return this.variable(type, `not ${way}`, { byDefault: !value, value });
    return this.place(type, value, way);
  }

  /** Definitions and values of those that are used. */
  of(used: ReadonlySet<string>): { definitions: VariableDefinitionNode[]; values: Record<string, unknown> } {
    return {
      definitions: [...this.made.values()].filter(({ variable }) => used.has(variable.name.value)),
      values: Object.fromEntries([...this.given].filter(([name]) => used.has(name))),
    };
  }

  private inside(type: GraphQLInputType, value: unknown): ValueNode {
    const nullable = getNullableType(type);
    if (isListType(nullable) && Array.isArray(value) && value.length) {
      const last = value.length - 1;
      const values = value.map((item, index) =>
        index === last ? this.variable(nullable.ofType, 'variable', { value: item }) : literal(nullable.ofType, item),
      );
      return { kind: Kind.LIST, values };
    }
    if (isInputObjectType(nullable) && isRecord(value) && Object.keys(value).length) {
      const last = Object.keys(value).length - 1;
      const fields = Object.entries(value).map(([name, one], index): ObjectFieldNode => {
        const { type: of } = nullable.getFields()[name]!;
        return field(name, index === last ? this.variable(of, 'variable', { value: one }) : literal(of, one));
      });
      return { kind: Kind.OBJECT, fields };
    }
    return this.variable(type, 'variable', { value });
  }

  private variable(type: GraphQLInputType, way: string, { value, byDefault }: { value?: unknown; byDefault?: unknown }): ValueNode {
    const key = JSON.stringify([String(type), way, value, byDefault]);
    let definition = this.made.get(key);
    if (!definition) {
      const name = NAMES[this.made.size] ?? `v${this.made.size}`;
      definition = {
        kind: Kind.VARIABLE_DEFINITION,
        variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
        type: parseType(String(type)),
        ...(byDefault !== undefined ? { defaultValue: literal(type, byDefault) } : {}),
      };
      this.made.set(key, definition);
      if (value !== undefined) this.given.set(name, value);
    }
    return definition.variable;
  }
}

function literal(type: GraphQLInputType, value: unknown): ConstValueNode {
  if (value === null) return { kind: Kind.NULL };
  const nullable = getNullableType(type);
  if (isListType(nullable))
    return Array.isArray(value)
      ? { kind: Kind.LIST, values: value.map((item) => literal(nullable.ofType, item)) }
      : literal(nullable.ofType, value);
  if (isInputObjectType(nullable)) {
    const fields = Object.entries(value as object).map(([name, one]) => field(name, literal(nullable.getFields()[name]!.type, one)));
    return { kind: Kind.OBJECT, fields } as ConstValueNode;
  }
  if (isEnumType(nullable)) return { kind: Kind.ENUM, value: String(value) };
  if (typeof value === 'boolean') return { kind: Kind.BOOLEAN, value };
  if (typeof value === 'number') return { kind: Number.isInteger(value) ? Kind.INT : Kind.FLOAT, value: String(value) };
  return { kind: Kind.STRING, value: String(value) };
}

const field = <V extends ValueNode>(name: string, value: V) => ({
  kind: Kind.OBJECT_FIELD as const,
  name: { kind: Kind.NAME as const, value: name },
  value,
});

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
