import {
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** The values of variables that include a part: `$a` for true, `!$b` for false. Sorted, so that equal ones look equal. */
export type CostCondition = readonly string[];

export const ALWAYS: CostCondition = [];

/** A selection and the condition under which it is included. */
export interface Conditional<Node> {
  readonly node: Node;
  readonly condition: CostCondition;
}

/** The document is built so that its cost would take too long to compute. */
export class TooIntricate extends Error {
  override name = 'TooIntricate';
}

const MAX_STEPS = 50_000;

/**
 * Collects the requested fields of objects of one type, by response key (GraphQL specification, CollectFields), with their conditions,
 * which variables decide when the operation runs. There can be exponentially many ways through fragments: steps are counted over all calls.
 */
export class FieldCollector {
  private steps = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {}

  collect(type: GraphQLObjectType, from: readonly Conditional<SelectionSetNode>[]): ReadonlyMap<string, Conditional<FieldNode>[]> {
    const fields = new Map<string, Conditional<FieldNode>[]>();
    const visited = new Set<string>();
    const visit = ({ node, condition }: Conditional<SelectionSetNode>): void => {
      for (const selection of node.selections) {
        // Long conditions take longer.
        this.steps += 1 + condition.length;
        if (this.steps > MAX_STEPS) throw new TooIntricate('The operation has too many ways through its fragments.');
        const own = and(condition, conditionOf(selection));
        if (own === null) continue;
        if (selection.kind === Kind.FIELD) {
          const key = selection.alias?.value ?? selection.name.value;
          const same = fields.get(key);
          if (same) same.push({ node: selection, condition: own });
          else fields.set(key, [{ node: selection, condition: own }]);
          continue;
        }
        if (selection.kind === Kind.FRAGMENT_SPREAD) {
          const way = `${selection.name.value} ${own.join('&')}`;
          if (visited.has(way)) continue;
          visited.add(way);
        }
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value);
        if (fragment && this.applies(type, fragment.typeCondition?.name.value)) visit({ node: fragment.selectionSet, condition: own });
      }
    };
    from.forEach(visit);
    return fields;
  }

  private applies(type: GraphQLObjectType, condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    const conditionType = this.schema.getType(condition);
    return isAbstractType(conditionType) && this.schema.isSubType(conditionType, type);
  }
}

/** Null when it can never hold. */
function and(one: CostCondition, other: CostCondition | null): CostCondition | null {
  if (other === null || other.length === 0) return other && one;
  const all = [...new Set([...one, ...other])].sort();
  return all.some((literal) => all.includes(`!${literal}`)) ? null : all;
}

/** Null when constants say that it is never included. */
function conditionOf(selection: SelectionNode): CostCondition | null {
  const literals: string[] = [];
  for (const { name, arguments: given } of selection.directives ?? []) {
    const skip = name.value === GraphQLSkipDirective.name;
    if (!skip && name.value !== GraphQLIncludeDirective.name) continue;
    const value = given?.[0]?.value;
    if (value?.kind === Kind.VARIABLE) literals.push(skip ? `!$${value.name.value}` : `$${value.name.value}`);
    else if (value?.kind === Kind.BOOLEAN && value.value === skip) return null;
  }
  return literals;
}
