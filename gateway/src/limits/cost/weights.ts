import { Kind, type ConstDirectiveNode, type ConstValueNode, type DocumentNode, type FieldDefinitionNode } from 'graphql';

/** How many items a list field has (@listSize). */
export interface ListSize {
  readonly assumedSize: number | null;
  /** Arguments that give the number of requested items; the largest counts. */
  readonly slicingArguments: readonly string[];
  /** Lists of the field's object that have this size, as `edges` and `nodes` of a connection; null when the field itself is the list. */
  readonly sizedFields: ReadonlySet<string> | null;
  readonly requiresOneSlicingArgument: boolean;
}

const COST = 'https://specs.apollo.dev/cost/';

/** The cost of the SDL's parts as its authors gave it: @cost and @listSize, by schema coordinate. */
export class Weights {
  private readonly weights = new Map<string, number>();
  private readonly sizes = new Map<string, ListSize>();

  /** `supergraph` as composition wrote it, which keeps the two directives of the cost specification. */
  constructor(supergraph: DocumentNode) {
    const names = directiveNames(supergraph);
    const weigh = (coordinate: string, directives: readonly ConstDirectiveNode[] | undefined) => {
      const weight = numberOf(argumentOf(find(directives, names.cost), 'weight'));
      if (weight !== null) this.weights.set(coordinate, weight);
    };
    for (const definition of supergraph.definitions) {
      if (!('name' in definition) || definition.kind === Kind.DIRECTIVE_DEFINITION || !definition.name) continue;
      const type = definition.name.value;
      if ('directives' in definition) weigh(type, definition.directives as readonly ConstDirectiveNode[] | undefined);
      if (!('fields' in definition)) continue;
      for (const field of definition.fields ?? []) {
        weigh(`${type}.${field.name.value}`, field.directives);
        if (field.kind !== Kind.FIELD_DEFINITION) continue;
        for (const argument of field.arguments ?? []) weigh(`${type}.${field.name.value}(${argument.name.value}:)`, argument.directives);
        const size = listSize(field, names.listSize);
        if (size) this.sizes.set(`${type}.${field.name.value}`, size);
      }
    }
  }

  /** True when the SDL uses either directive. */
  get areGiven(): boolean {
    return this.weights.size + this.sizes.size > 0;
  }

  /** The weight of a type, field, input field or argument; undefined when the SDL gives none. */
  weight(coordinate: string): number | undefined {
    return this.weights.get(coordinate);
  }

  listSize(coordinate: string): ListSize | undefined {
    return this.sizes.get(coordinate);
  }
}

/** The names that the two directives have in this supergraph: a @link can give others. */
function directiveNames(supergraph: DocumentNode): { cost: string; listSize: string } {
  const links = supergraph.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION ? (definition.directives ?? []) : [],
  );
  const link = links.find((directive) => textOf(argumentOf(directive, 'url'))?.startsWith(COST));
  const prefix = textOf(argumentOf(link, 'as')) ?? 'cost';
  const names = { cost: prefix, listSize: `${prefix}__listSize` };
  const imports = argumentOf(link, 'import');
  for (const item of imports?.kind === Kind.LIST ? imports.values : []) {
    const [name, as] =
      item.kind === Kind.OBJECT
        ? ['name', 'as'].map((key) => textOf(item.fields.find((field) => field.name.value === key)?.value))
        : [textOf(item), textOf(item)];
    if (name === '@cost') names.cost = (as ?? name).slice(1);
    if (name === '@listSize') names.listSize = (as ?? name).slice(1);
  }
  return names;
}

function listSize(field: FieldDefinitionNode, name: string): ListSize | null {
  const directive = find(field.directives, name);
  if (!directive) return null;
  const slicingArguments = textsOf(argumentOf(directive, 'slicingArguments'));
  const sizedFields = textsOf(argumentOf(directive, 'sizedFields'));
  const required = argumentOf(directive, 'requireOneSlicingArgument');
  return {
    assumedSize: numberOf(argumentOf(directive, 'assumedSize')),
    slicingArguments,
    sizedFields: sizedFields.length ? new Set(sizedFields) : null,
    requiresOneSlicingArgument: slicingArguments.length > 0 && !(required?.kind === Kind.BOOLEAN && !required.value),
  };
}

const find = (directives: readonly ConstDirectiveNode[] | undefined, name: string) =>
  directives?.find((directive) => directive.name.value === name);

const argumentOf = (directive: ConstDirectiveNode | undefined, name: string): ConstValueNode | undefined =>
  directive?.arguments?.find((argument) => argument.name.value === name)?.value;

const textOf = (value: ConstValueNode | undefined): string | undefined => (value?.kind === Kind.STRING ? value.value : undefined);

const textsOf = (value: ConstValueNode | undefined): string[] =>
  value?.kind === Kind.LIST ? value.values.flatMap((item) => textOf(item) ?? []) : [];

/** The first versions of the specification write weights as strings. */
function numberOf(value: ConstValueNode | undefined): number | null {
  if (value?.kind !== Kind.INT && value?.kind !== Kind.FLOAT && value?.kind !== Kind.STRING) return null;
  const number = Number(value.value);
  return Number.isFinite(number) ? number : null;
}
