import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, type GraphQLFormattedError, type SelectionSetNode } from 'graphql';
import { compileContexts } from './contexts';
import type { Fetch } from './fetch';
import { copyOf, merge } from './merge';
import { isFields, type Fields } from './names';
import { places, type ResponsePath } from './places';
import { compileRepresentation } from './representations';
import type { Cursor, Run, Step } from './run';
import { fragmentsOf, renameInTree, treeAt, type Fragments, type SelectionTree } from './selection-tree';
import { typeTest, type TypeTest } from './types';

/** A failed fetch is reported at each field it left empty, but not more often than this. */
const MAX_ERRORS_OF_ONE_FAILURE = 100;

/** What one fetch asks for: each different entity once, and the objects that get its answer. */
interface Batch {
  readonly representations: Fields[];
  readonly targets: Fields[][];
}

/** A fetch through `_entities`. Equal entities are asked for once, however often they stand in the data. */
export function compileEntityFetch(fetch: Fetch, requires: readonly QueryPlanSelectionNode[]): Step {
  const { context } = fetch;
  const represent = compileRepresentation(context.schema, requires);
  const entityTree: SelectionTree = fetch.tree.get('_entities') ?? new Map();
  const heads = compileHeads(fetch);
  renameInTree(entityTree, fetch.node.outputRewrites);

  const gather = (objects: readonly Fields[]): Batch => {
    const representations: Fields[] = [];
    const targets: Fields[][] = [];
    const known = new Map<string, Fields[]>();
    for (const object of objects) {
      const representation = represent(object);
      if (!representation || typeof representation.__typename !== 'string') continue;
      fetch.rewriteInput?.(representation);
      const key = JSON.stringify(representation);
      const same = known.get(key);
      if (same) {
        same.push(object);
        continue;
      }
      const group = [object];
      known.set(key, group);
      targets.push(group);
      representations.push(representation);
    }
    return { representations, targets };
  };

  const take = (batch: Batch, entities: unknown): void => {
    if (!Array.isArray(entities) || entities.length !== batch.targets.length) {
      if (entities === null || entities === undefined) return;
      throw new Error(
        `The service answered ${Array.isArray(entities) ? entities.length : 'no'} entities to ${batch.targets.length} representations.`,
      );
    }
    entities.forEach((entity: unknown, index) => {
      if (!isFields(entity)) return;
      fetch.rewriteOutput?.(entity);
      const targets = batch.targets[index]!;
      targets.forEach((target, at) => merge(target, at === 0 ? entity : copyOf(entity, entityTree), entityTree, context.preferPresent));
    });
  };

  const step = async (run: Run, cursor: Cursor, contextual: Fields): Promise<void> => {
    const batch = gather(cursor.objects);
    if (batch.representations.length === 0) return;
    const locate = locator(run, cursor);
    const emptyPlaces = () => {
      const all = batch.targets
        .flat()
        .flatMap((object) => locate(object).flatMap((place) => heads(object, cursor.path).map((key) => [...place, ...key])));
      return all.slice(0, MAX_ERRORS_OF_ONE_FAILURE);
    };
    try {
      const answer = await fetch.send(run, { ...fetch.variables(run), ...contextual, representations: batch.representations });
      for (const error of answer.errors ?? []) report(fetch, run, batch, locate, emptyPlaces, error);
      if (answer.data) take(batch, answer.data._entities);
    } catch (error) {
      fetch.thrown(run, error, emptyPlaces());
    }
  };

  const contexts = compileContexts(context.schema, fetch.node.contextRewrites);
  if (!contexts) return (run, cursor) => step(run, cursor, {});
  return async (run, cursor) => {
    const groups = contexts(run.data, cursor);
    await Promise.all(groups.map(({ objects, variables }) => step(run, { objects, path: cursor.path }, variables)));
  };
}

/** Finds the places of an object, walking the data only once, and only when asked. */
function locator(run: Run, cursor: Cursor): (object: Fields) => readonly ResponsePath[] {
  let known: Map<Fields, ResponsePath[]> | undefined;
  return (object) => {
    known ??= places(run.data, cursor.path);
    return known.get(object) ?? [];
  };
}

/**
 * An error answered about one entity is an error at every place where that entity stands; one about all of them, or about none that was
 * asked for, at all that is missing.
 */
function report(
  fetch: Fetch,
  run: Run,
  batch: Batch,
  locate: (object: Fields) => readonly ResponsePath[],
  emptyPlaces: () => readonly ResponsePath[],
  error: GraphQLFormattedError,
): void {
  const index = error?.path?.[1];
  const objects = typeof index === 'number' ? batch.targets[index] : undefined;
  if (!objects) {
    for (const place of emptyPlaces()) fetch.answered(run, error, place, undefined);
    return;
  }
  const below = error.path!.slice(2);
  for (const object of objects) for (const place of locate(object)) fetch.answered(run, error, place, below);
}

/**
 * The client's fields that stay empty when the fetch fails, for an object of that type. When the fetch serves only the plan's own
 * needs, the object itself is named.
 */
function compileHeads(fetch: Fetch): (object: Fields, path: readonly string[]) => readonly (readonly string[])[] {
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
