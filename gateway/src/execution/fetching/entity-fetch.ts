import { setImmediate as nextTurn } from 'node:timers/promises';
import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, type GraphQLFormattedError, type SelectionSetNode } from 'graphql';
import { Batch } from './batch';
import { compileContexts } from './contexts';
import type { Fetch } from './fetch';
import { compileMerge, copyOf, merge } from './merge';
import { isFields, type Fields } from '../../objects';
import { Losses, type Heads } from '../errors/missing-places';
import { compileKeyParts, compileRepresentation } from './representations';
import type { Cursor, Run, Step } from '../run';
import { fragmentsOf, renameInTree, treeAt, type Fragments, type SelectionTree } from '../../document/selection-tree';
import { typeTest, type TypeTest } from './type-test';

/**
 * A fetch through `_entities`. Equal entities are asked for once, however often they stand in the data, and fetches of a plan that ask
 * the same at the same moment for different places are one request.
 */
export function compileEntityFetch(fetch: Fetch, requires: readonly QueryPlanSelectionNode[]): Step {
  const { context, writes } = fetch;
  const represent = compileRepresentation(context.schema, requires);
  const partsOf = compileKeyParts(context.schema, requires);
  const entityTree: SelectionTree = fetch.tree.get('_entities') ?? new Map();
  const heads = compileHeads(fetch);
  renameInTree(entityTree, fetch.node.outputRewrites);
  const steps = compileMerge(entityTree);
  const answersObjects = steps.some(({ below }) => below !== null);
  const represented = (object: Fields, values: Fields): Fields | null => {
    const representation = represent(object, values);
    if (!representation || typeof representation.__typename !== 'string') return null;
    fetch.rewriteInput?.(representation);
    return representation;
  };

  const gather = ({ values }: Run, cursors: readonly Cursor[]): Batch => {
    const batch = new Batch(cursors, !fetch.rewriteInput, writes, (object) => represented(object, values));
    for (let at = 0; at < cursors.length; at++) {
      for (const object of cursors[at]!.objects) batch.add(object, at, partsOf(object.__typename));
    }
    return batch;
  };

  const take = (run: Run, { targets }: Batch, entities: unknown): void => {
    if (!Array.isArray(entities) || entities.length !== targets.length) {
      if (entities === null || entities === undefined) return;
      throw new Error(
        `The service answered ${Array.isArray(entities) ? entities.length : 'no'} entities to ${targets.length} representations.`,
      );
    }
    for (let index = 0; index < targets.length; index++) {
      const entity: unknown = entities[index];
      if (!isFields(entity)) continue;
      fetch.rewriteOutput?.(entity);
      const { objects, cursors } = targets[index]!;
      if (answersObjects && objects.length > 1) run.shares = !context.copies;
      // At one place of the plan the same entity gets the same later fetches: what was answered for it is shared, not copied.
      let answered = entity;
      for (let at = 0; at < objects.length; at++) {
        if (at > 0 && (context.copies || cursors[at] !== cursors[at - 1])) answered = copyOf(entity, steps);
        merge(objects[at]!, answered, steps, context.preferPresent);
      }
    }
  };

  const send = (run: Run, batch: Batch, contextual: Fields | null) => {
    const variables = contextual ? { ...fetch.variables(run), ...contextual } : fetch.variables(run);
    if (!writes) return fetch.send(run, { ...variables, representations: batch.representations });
    let text = '{';
    for (const name of Object.keys(variables)) text += `${JSON.stringify(name)}:${JSON.stringify(variables[name])},`;
    return fetch.send(run, variables, `${text}"representations":[${batch.texts.join(',')}]}`);
  };

  const ask = async (run: Run, cursors: readonly Cursor[], contextual: Fields | null = null): Promise<void> => {
    const batch = gather(run, cursors);
    if (batch.targets.length === 0) return;
    try {
      const answer = await send(run, batch, contextual);
      if (answer.errors?.length) {
        const losses = new Losses(run, batch, heads);
        for (const error of answer.errors) report(fetch, run, losses, error);
      }
      if (answer.data) take(run, batch, answer.data._entities);
    } catch (error) {
      fetch.thrown(run, error, new Losses(run, batch, heads).emptyPlaces());
    }
  };

  const contexts = compileContexts(context.schema, fetch.node.contextRewrites);
  if (contexts) {
    return async (run, { objects, path }) => {
      const groups = contexts(run.data, { objects, path });
      await Promise.all(groups.map((group) => ask(run, [{ objects: group.objects, path }], group.variables)));
    };
  }

  const question = questionOf(fetch, requires);
  context.alike.set(question, (context.alike.get(question) ?? 0) + 1);
  return (run, cursor) => {
    if (context.alike.get(question) === 1) return ask(run, [cursor]);
    const waiting = run.together.get(question);
    if (waiting) {
      waiting.cursors.push(cursor);
      return waiting.done;
    }
    const cursors = [cursor];
    // Answers that came in at the same time are all dealt with before the next turn of the loop: what they let begin goes together.
    const done = nextTurn().then(() => {
      run.together.delete(question);
      return ask(run, cursors);
    });
    run.together.set(question, { cursors, done });
    return done;
  };
}

/** Fetches with the same question can be one request: they differ in the operation's name and in where they stand. */
function questionOf({ node }: Fetch, requires: readonly QueryPlanSelectionNode[]): string {
  const text = node.operationName ? node.operation.replace(node.operationName, '') : node.operation;
  return JSON.stringify([node.serviceName, text, requires, node.inputRewrites, node.outputRewrites, node.variableUsages]);
}

/**
 * An error answered about one entity is an error at every place where that entity stands; one about all of them, or about none that was
 * asked for, at all that is missing.
 */
function report(fetch: Fetch, run: Run, losses: Losses, error: GraphQLFormattedError): void {
  const index = error?.path?.[1];
  const known = typeof index === 'number' ? losses.placesOf(index) : null;
  if (!known) {
    for (const place of losses.emptyPlaces()) fetch.answered(run, error, place, undefined);
    return;
  }
  const below = error.path!.slice(2);
  for (const place of known) fetch.answered(run, error, place, below);
}

/**
 * The client's fields that stay empty when the fetch fails, for an object of that type. When the fetch serves only the plan's own
 * needs, the object itself is named.
 */
function compileHeads(fetch: Fetch): Heads {
  const heads: { test: TypeTest | null; key: string }[] = [];
  const fragments = fragmentsOf(fetch.document);
  const collect = (selectionSet: SelectionSetNode, test: TypeTest | null, inEntities: boolean): void => {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        if (inEntities) heads.push({ test, key: selection.alias?.value ?? selection.name.value });
        else if (selection.selectionSet) collect(selection.selectionSet, test, true);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : namedFragment(fragments, selection.name.value);
      const condition = fragment?.typeCondition?.name.value;
      if (fragment) collect(fragment.selectionSet, condition ? typeTest(fetch.context.schema, condition) : test, inEntities);
    }
  };
  for (const definition of fetch.document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) collect(definition.selectionSet, null, false);
  return (object, path) => {
    const visible = treeAt(fetch.context.response, path);
    const missing = new Set(
      heads
        .filter(({ test, key }) => visible?.has(key) && key !== '__typename' && (!test || test(object.__typename)))
        .map(({ key }) => key),
    );
    return missing.size ? [...missing].map((key) => [key]) : [[]];
  };
}

const namedFragment = (fragments: Fragments, name: string) => fragments.get(name);
