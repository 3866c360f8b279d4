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

/** What must hold of variables for a part to be answered: `$a` true, `!$b` false. Sorted, so that equal ones look equal. */
export type Condition = readonly string[];

export const ALWAYS: Condition = [];

/** Selections together with what they hang on. */
export interface Conditional<Node> {
  readonly node: Node;
  readonly condition: Condition;
}

/** The document is built so that it would take too long to say what it costs. */
export class TooIntricate extends Error {
  override name = 'TooIntricate';
}

const MAX_STEPS = 50_000;

/**
 * The fields asked for of objects of one type, by response key (GraphQL specification, CollectFields), where variables decide what is
 * skipped only when the operation runs. Ways through fragments can be exponentially many: the steps are counted, over all calls.
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
        // Long conditions take longer to handle.
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
function and(one: Condition, other: Condition | null): Condition | null {
  if (other === null || other.length === 0) return other && one;
  const all = [...new Set([...one, ...other])].sort();
  return all.some((literal) => all.includes(`!${literal}`)) ? null : all;
}

/** Null when constants say that it is never answered. */
function conditionOf(selection: SelectionNode): Condition | null {
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
