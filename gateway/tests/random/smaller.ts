import type { Selection, Wish } from './wishes';

/**
 * Everything that is one step smaller than the wish, the largest steps first. fast-check makes smaller what it made, but once it has
 * gone into an item of a list it leaves the list's length alone; of a tree of lists too much stays that way.
 */
export function* smaller(wish: Wish): Generator<Wish> {
  for (const selections of smallerLists(wish.selections)) if (selections.length) yield { ...wish, selections };
  for (const fragments of without(wish.fragments)) yield { ...wish, fragments };
  for (const [index, fragment] of wish.fragments.entries())
    for (const below of smallerLists(fragment.below)) yield { ...wish, fragments: wish.fragments.with(index, { ...fragment, below }) };
}

function* smallerLists(selections: readonly Selection[]): Generator<readonly Selection[]> {
  yield* without(selections);
  for (const [index, selection] of selections.entries()) {
    // What a fragment holds can stand in its place, as far as it is valid there.
    if (selection.kind === 'inline' || selection.kind === 'named') yield selections.toSpliced(index, 1, ...selection.below);
    for (const one of smallerSelections(selection)) yield selections.with(index, one);
  }
}

function* smallerSelections(selection: Selection): Generator<Selection> {
  if ('conditions' in selection) for (const conditions of without(selection.conditions)) yield { ...selection, conditions };
  if ('alias' in selection && selection.alias) yield { ...selection, alias: null };
  if (selection.kind === 'field') {
    for (const args of without(selection.args)) yield { ...selection, args };
    for (const [index, argument] of selection.args.entries())
      if (argument.way !== 'literal') yield { ...selection, args: selection.args.with(index, { ...argument, way: 'literal' }) };
  }
  if ('below' in selection && selection.below) {
    for (const below of smallerLists(selection.below)) if (below.length) yield { ...selection, below };
  }
}

/** Without each of its halves, then without each of its items. */
function* without<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  const half = Math.floor(items.length / 2);
  if (half > 1) {
    yield items.slice(0, half);
    yield items.slice(half);
  }
  for (const index of items.keys()) yield items.toSpliced(index, 1);
}
