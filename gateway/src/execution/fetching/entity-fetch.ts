import { setImmediate as nextTurn } from 'node:timers/promises';
import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, type GraphQLFormattedError, type SelectionSetNode } from 'graphql';
import { fragmentsOf } from '../../document/fragments';
import { renameInTree, treeAt, type SelectionTree } from '../../document/selection-tree';
import { isFields, type Fields } from '../../objects';
import { WrongAnswer } from '../errors/wrong-answer';
import { MissingPlaces, type MissingKeys } from '../errors/missing-places';
import type { Cursor } from '../response-paths';
import type { Run, PlanStep } from '../run';
import { Batch } from './batch';
import { compileContexts } from './contexts';
import type { Fetch } from './fetch';
import { compileMerge, copyOf, merge } from './merge';
import { compileKeyParts, compileRepresentation } from './representations';
import { typeTest, type TypeTest } from './type-test';

/**
 * Compiles a fetch through `_entities`. Equal entities are requested once, however often they stand in the data, and fetches of a plan
 * that ask the same question at the same moment for different places are one request.
 */
export function compileEntityFetch(fetch: Fetch, requires: readonly QueryPlanSelectionNode[]): PlanStep {
  const { context, writes } = fetch;
  const represent = compileRepresentation(context.schema, requires);
  const partsOf = compileKeyParts(context.schema, requires);
  const entityTree: SelectionTree = fetch.tree.get('_entities') ?? new Map();
  const missingKeys = compileMissingKeys(fetch);
  renameInTree(entityTree, fetch.node.outputRewrites);
  const steps = compileMerge(entityTree);
  const bringsObjects = steps.some(({ below }) => below !== null);
  const represented = (object: Fields, values: Fields): Fields | null => {
    const representation = represent(object, values);
    if (!representation || typeof representation.__typename !== 'string') return null;
    fetch.rewriteInput?.(representation);
    return representation;
  };

  const gather = ({ values, unasked }: Run, cursors: readonly Cursor[]): Batch => {
    const batch = new Batch(cursors, !fetch.rewriteInput, writes, (object) => represented(object, values), unasked);
    for (let at = 0; at < cursors.length; at++) {
      for (const object of cursors[at]!.objects) batch.add(object, at, partsOf(object.__typename));
    }
    return batch;
  };

  const putEntities = (run: Run, { targets }: Batch, entities: unknown): void => {
    if (!Array.isArray(entities) || entities.length !== targets.length)
      throw new WrongAnswer(`${Array.isArray(entities) ? entities.length : 'no'} entities to ${targets.length} representations`);
    // Before anything is taken of it.
    const odd = entities.find((entity) => entity !== null && !isFields(entity));
    if (odd !== undefined) throw new WrongAnswer(`an entity that is no object: ${typeof odd}`);
    for (let index = 0; index < targets.length; index++) {
      const entity: unknown = entities[index];
      const { objects, cursors } = targets[index]!;
      if (entity === null) for (const object of objects) run.absent.add(object);
      if (!isFields(entity)) continue;
      fetch.rewriteOutput?.(entity);
      if (bringsObjects && objects.length > 1) run.shares = !context.copies;
      // At one place of the plan the same entity gets the same later fetches: its answer is shared there, not copied.
      let part = entity;
      for (let at = 0; at < objects.length; at++) {
        if (at > 0 && (context.copies || cursors[at] !== cursors[at - 1])) part = copyOf(entity, steps);
        merge(objects[at]!, part, steps, context.preferPresent);
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
        const missing = new MissingPlaces(run, batch, missingKeys);
        for (const error of answer.errors) recordError(fetch, run, missing, error);
      }
      const entities = answer.data?._entities;
      if (entities != null) putEntities(run, batch, entities);
      else if (!answer.errors?.length) throw new WrongAnswer('no entities and no error');
    } catch (error) {
      fetch.recordFailure(run, error, new MissingPlaces(run, batch, missingKeys).all());
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
    // Answers that came in at the same time are all merged before the next turn of the loop: the fetches they allow go together.
    const done = nextTurn().then(() => {
      run.together.delete(question);
      return ask(run, cursors);
    });
    run.together.set(question, { cursors, done });
    return done;
  };
}

/** Fetches with the same question can be one request: they differ only in the operation's name and in their place. */
function questionOf({ node }: Fetch, requires: readonly QueryPlanSelectionNode[]): string {
  const text = node.operationName ? node.operation.replace(node.operationName, '') : node.operation;
  return JSON.stringify([node.serviceName, text, requires, node.inputRewrites, node.outputRewrites, node.variableUsages]);
}

/**
 * Records an error about one entity at every place of that entity; one about all of them, or about none that was requested, at every
 * field that is missing.
 */
function recordError(fetch: Fetch, run: Run, missing: MissingPlaces, error: GraphQLFormattedError): void {
  const index = error?.path?.[1];
  const known = typeof index === 'number' ? missing.placesOf(index) : null;
  if (!known) {
    for (const place of missing.all()) fetch.recordError(run, error, place, undefined);
    return;
  }
  const below = error.path!.slice(2);
  for (const place of known) fetch.recordError(run, error, place, below);
}

/**
 * Compiles the lookup of the client's fields that stay empty in an object when the fetch fails. When the fetch serves only the plan's
 * own needs, the object itself is named.
 */
function compileMissingKeys(fetch: Fetch): MissingKeys {
  const fields: { test: TypeTest | null; key: string }[] = [];
  const fragments = fragmentsOf(fetch.document);
  const collect = (selectionSet: SelectionSetNode, test: TypeTest | null, inEntities: boolean): void => {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        if (inEntities) fields.push({ test, key: selection.alias?.value ?? selection.name.value });
        else if (selection.selectionSet) collect(selection.selectionSet, test, true);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      const condition = fragment?.typeCondition?.name.value;
      if (fragment) collect(fragment.selectionSet, condition ? typeTest(fetch.context.schema, condition) : test, inEntities);
    }
  };
  for (const definition of fetch.document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) collect(definition.selectionSet, null, false);
  return (object, path) => {
    const visible = treeAt(fetch.context.response, path);
    const missing = new Set(
      fields
        .filter(({ test, key }) => visible?.has(key) && key !== '__typename' && (!test || test(object.__typename)))
        .map(({ key }) => key),
    );
    return missing.size ? [...missing].map((key) => [key]) : [[]];
  };
}
