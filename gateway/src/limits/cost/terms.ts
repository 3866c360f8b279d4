import type { Fields } from '../../objects';

/** One computation of an operation's cost with certain variables: a part that stands in several places is computed once. */
export interface Reckoning {
  readonly variables: Fields;
  readonly known: Map<Term, number>;
}

/** A part of the cost: a number where no variable has an influence, which is nearly everywhere. */
export type Term = number | ((reckoning: Reckoning) => number);

export const reckon = (term: Term, reckoning: Reckoning): number => (typeof term === 'number' ? term : term(reckoning));

export function sum(terms: readonly Term[]): Term {
  const { constant, varying } = split(terms);
  const fixed = constant.reduce((total, term) => total + term, 0);
  if (varying.length === 0) return fixed;
  return (reckoning) => varying.reduce((total, term) => total + term(reckoning), fixed);
}

export function product(one: Term, other: Term): Term {
  if (one === 0 || other === 0) return 0;
  if (one === 1) return other;
  if (other === 1) return one;
  if (typeof one === 'number' && typeof other === 'number') return one * other;
  return (reckoning) => reckon(one, reckoning) * reckon(other, reckoning);
}

export function maximum(terms: readonly Term[]): Term {
  const { constant, varying } = split(terms);
  const fixed = constant.reduce((most, term) => Math.max(most, term), 0);
  if (varying.length === 0) return fixed;
  return (reckoning) => varying.reduce((most, term) => Math.max(most, term(reckoning)), fixed);
}

/** Computed once for each set of variables: for a part to which many others refer. */
export function shared(term: Term): Term {
  if (typeof term === 'number') return term;
  return (reckoning) => {
    let value = reckoning.known.get(term);
    if (value === undefined) reckoning.known.set(term, (value = term(reckoning)));
    return value;
  };
}

function split(terms: readonly Term[]) {
  return {
    constant: terms.filter((term) => typeof term === 'number'),
    varying: terms.filter((term) => typeof term === 'function'),
  };
}
