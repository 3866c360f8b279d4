import type { PlanNode, SubscriptionNode } from '@apollo/query-planner';
import { read } from '../../objects';
import { compileWay, move } from '../response-paths';
import type { PlanStep } from '../run';
import { compileEntityFetch } from './entity-fetch';
import { Fetch, type PlanContext } from './fetch';
import { compileKeyParts } from './representations';
import { compileRootFetch } from './root-fetch';
import { moveAndUnify } from './unify';

/**
 * Compiles a plan into one closure that runs it. `conditionDefaults` are the operation's default values of Boolean variables.
 */
export function compilePlan(node: PlanNode, context: PlanContext, conditionDefaults: ReadonlyMap<string, boolean>): PlanStep {
  const compile = (inner: PlanNode): PlanStep => compilePlan(inner, context, conditionDefaults);
  switch (node.kind) {
    case 'Fetch':
      return node.requires ? compileEntityFetch(new Fetch(node, context), node.requires) : compileRootFetch(new Fetch(node, context));
    case 'Sequence':
      return inSequence(node.nodes.map(compile));
    case 'Parallel': {
      const steps = node.nodes.map(compile);
      return async (run, cursor) => void (await Promise.all(steps.map((step) => step(run, cursor))));
    }
    case 'Flatten': {
      const step = compile(node.node);
      const way = compileWay(context.schema, node.path);
      const requires = node.node.kind === 'Fetch' ? node.node.requires : undefined;
      // Where a fetch depends on the place of an object, equal objects are kept apart.
      const isPlain = !context.copies && way.legs.length === way.path.length;
      const partsOf = requires && isPlain ? compileKeyParts(context.schema, requires) : null;
      return async (run, cursor) => {
        const place = [...cursor.path, ...way.path].join(' ');
        const underWay = run.underWay.get(place) ?? 0;
        const inner = underWay || !partsOf ? move(cursor, way, run.shares) : moveAndUnify(run, cursor, way.path, partsOf);
        if (!inner.objects.length) return;
        run.underWay.set(place, underWay + 1);
        await step(run, inner);
        run.underWay.set(place, run.underWay.get(place)! - 1);
      };
    }
    case 'Condition': {
      const whenTrue = node.ifClause && compile(node.ifClause);
      const whenFalse = node.elseClause && compile(node.elseClause);
      return async (run, cursor) => {
        const value = read(run.variables, node.condition) ?? conditionDefaults.get(node.condition);
        await (value ? whenTrue : whenFalse)?.(run, cursor);
      };
    }
    case 'Defer':
      throw new Error('@defer is not available.');
  }
}

export function inSequence(steps: readonly PlanStep[]): PlanStep {
  if (steps.length === 1) return steps[0]!;
  return async (run, cursor) => {
    for (const step of steps) await step(run, cursor);
  };
}

/** Tells whether any fetch of the plan takes arguments from objects above the field. */
export function usesContexts(node: PlanNode | SubscriptionNode): boolean {
  switch (node.kind) {
    case 'Fetch':
      return Boolean(node.contextRewrites?.length);
    case 'Subscription':
      return usesContexts(node.primary) || (node.rest !== undefined && usesContexts(node.rest));
    case 'Flatten':
      return usesContexts(node.node);
    case 'Condition':
      return [node.ifClause, node.elseClause].some((clause) => clause !== undefined && usesContexts(clause));
    case 'Defer':
      return false;
    default:
      return node.nodes.some(usesContexts);
  }
}
