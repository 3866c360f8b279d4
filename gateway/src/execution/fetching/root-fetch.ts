import { renameInTree } from '../../document/selection-tree';
import type { Fields } from '../../objects';
import type { SubgraphAnswer } from '../../transport/transport';
import { WrongAnswer } from '../errors/wrong-answer';
import type { ResponsePath } from '../response-paths';
import type { Run, PlanStep } from '../run';
import { compileAsking } from './asking';
import type { Fetch } from './fetch';
import { copyOf, merge } from './merge';

/** Compiles a fetch of root fields: for the operation itself, or (later in a plan) where an object holds a root type again. */
export function compileRootFetch(fetch: Fetch): PlanStep {
  renameInTree(fetch.tree, fetch.node.outputRewrites);
  const asksFor = compileAsking(fetch.document);
  return async (run, cursor) => {
    if (cursor.objects.length === 0 || asksFor?.(run.values) === false) return;
    const place = cursor.path.filter((leg) => leg !== '@');
    try {
      const answer = await fetch.send(run, fetch.variables(run));
      putRootAnswer(fetch, run, cursor.objects, place, answer);
    } catch (error) {
      fetch.recordFailure(run, error, rootPlaces(fetch, place));
    }
  };
}

const rootPlaces = ({ tree }: Fetch, place: ResponsePath): ResponsePath[] => [...tree.keys()].map((key) => [...place, key]);

/** Puts a subgraph's answer to root fields into the objects at one place. Subscriptions use it, too, for each event. */
export function putRootAnswer(fetch: Fetch, run: Run, objects: readonly Fields[], place: ResponsePath, answer: SubgraphAnswer): void {
  for (const error of answer.errors ?? []) fetch.recordError(run, error, place, error?.path);
  if (!answer.data) {
    if (!answer.errors?.length) fetch.recordFailure(run, new WrongAnswer('no data and no error'), rootPlaces(fetch, place));
    return;
  }
  fetch.rewriteOutput?.(answer.data);
  const last = objects.length - 1;
  const steps = fetch.mergeSteps;
  objects.forEach((object, index) =>
    merge(object, index === last ? answer.data! : copyOf(answer.data!, steps), steps, fetch.context.preferPresent),
  );
}
