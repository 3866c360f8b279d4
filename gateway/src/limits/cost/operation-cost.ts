import {
  OperationTypeNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { GraphError } from '@marquee/platform';
import type { Fields } from '../../objects';
import { ArgumentCosts, VariableValues } from './arguments';
import { ALWAYS, FieldCollector, TooIntricate } from './collect';
import { CostCompiler } from './compile';
import { dearest } from './explain';
import { measure } from './measure';
import type { SelectionPart } from './parts';
import { reckon, sum, type Reckoning, type Term } from './terms';
import type { Weights } from './weights';

/** A mutation locks, writes and publishes, however little it returns. */
const MUTATION_COST = 10;
const MAX_TOLD = Number.MAX_SAFE_INTEGER;

/**
 * The cost of an operation by the GraphQL Cost Directives Specification of IBM (https://ibm.github.io/graphql-specs/cost-spec.html), in
 * the form of Apollo Federation 2.9: an object 1, a leaf nothing, a list as many times as it has items, a mutation 10 more; weights by
 * `@cost`, lengths by `@listSize`. Of the types that an abstract type can be, the dearest counts.
 *
 * Compiled once into numbers and functions of those variables that have an influence: slicing arguments, input objects, @skip and
 * @include.
 */
export class OperationCost {
  private readonly root: SelectionPart;
  private readonly total: Term;
  private readonly checks: CostCompiler['checks'];

  /** Throws GraphError when the cost would take too long to compute. */
  constructor(
    schema: GraphQLSchema,
    weights: Weights,
    operation: OperationDefinitionNode,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {
    const values = new VariableValues(operation);
    const compiler = new CostCompiler({
      schema,
      weights,
      values,
      collector: new FieldCollector(schema, fragments),
      argumentCosts: new ArgumentCosts(weights, values),
    });
    try {
      const rootType = schema.getRootType(operation.operation) as GraphQLObjectType;
      this.root = compiler.selection(rootType, [{ node: operation.selectionSet, condition: ALWAYS }]);
    } catch (error) {
      if (error instanceof TooIntricate) throw new GraphError('QUERY_TOO_COMPLEX', error.message);
      throw error;
    }
    this.total = sum([this.root.fields, operation.operation === OperationTypeNode.MUTATION ? MUTATION_COST : 0]);
    this.checks = compiler.checks;
  }

  /** Before the run: the most that the operation may cost, by the fields it requests. */
  requested(variables: Fields): number {
    return typeof this.total === 'number' ? told(this.total) : told(reckon(this.total, begin(variables)));
  }

  /** Why the operation must not run; null for nearly all. Nothing is computed when no variable has an influence. */
  refusal(variables: Fields, max: number): GraphError | null {
    if (this.checks.length === 0 && typeof this.total === 'number' && this.total <= max) return null;
    const reckoning = begin(variables);
    for (const check of this.checks) {
      const fault = check(reckoning);
      if (fault) return new GraphError('BAD_USER_INPUT', fault.message);
    }
    const total = told(reckon(this.total, reckoning));
    return total > max ? this.tooDear(total, max, reckoning) : null;
  }

  /** Why the operation must not run with any variables. */
  alwaysRefused(max: number): GraphError | null {
    return typeof this.total === 'number' && this.total > max ? this.tooDear(told(this.total), max, begin({})) : null;
  }

  /** After the run: the actual cost. `data` is the collected data of the execution. */
  actual(data: Fields, variables: Fields): number {
    const { root, total } = this;
    if (root.flat && typeof total === 'number') return told(total);
    const reckoning = begin(variables);
    const base = reckon(total, reckoning) - reckon(root.fields, reckoning);
    return told(base + measure(root, data, 0, reckoning));
  }

  private tooDear(total: number, max: number, reckoning: Reckoning): GraphError {
    const { path, cost, sizes } = dearest(this.root, total, reckoning);
    const items = sizes.length ? `, with ${sizes.join(' × ')} items` : '';
    return new GraphError(
      'QUERY_TOO_COMPLEX',
      `The operation would cost ${total}; at most ${max} is allowed. The dearest part is ${path.join('.')} (${told(cost)}${items}): ask for fewer items, or for less of each.`,
      { requestedQueryCost: total, maximumCost: max, dearest: { path, cost: told(cost), sizes } },
    );
  }
}

const begin = (variables: Fields): Reckoning => ({ variables, known: new Map() });

/** As a whole number: weights may be negative, and a client's numbers may be too large to add. */
function told(cost: number): number {
  return Number.isNaN(cost) ? MAX_TOLD : Math.min(Math.max(Math.ceil(cost), 0), MAX_TOLD);
}
