import type { Term } from './terms';

/** A field of the response and what it costs, compiled. */
export interface FieldPart {
  /** In the response. */
  readonly key: string;
  /** 1 when it is answered, 0 when @skip or @include leave it out. */
  readonly answered: Term;
  readonly arguments: Term;
  /** The field's own @cost; null when its type's weight counts. */
  readonly weight: number | null;
  /** Items of the list; 1 for what is none. */
  readonly size: Term;
  readonly isList: boolean;
  /** What is asked for of each object; null for a leaf. */
  readonly below: SelectionPart | null;
  readonly total: Term;
}

/** What is asked for of one object, whatever its runtime type turns out to be. */
export interface SelectionPart {
  readonly types: ReadonlyMap<string, TypePart>;
  /** The one type that it can be; null when it can be several. */
  readonly only: TypePart | null;
  /** Of the fields; the dearest runtime type counts. */
  readonly fields: Term;
  /** Of the object itself and its fields. */
  readonly whole: Term;
  /** No list is below: every object of a type costs the same. */
  readonly flat: boolean;
}

export interface TypePart {
  readonly weight: number;
  readonly fields: readonly FieldPart[];
  /** Of the fields that cost the same whatever the answer is. */
  readonly fixed: Term;
  /** Those that lead to lists. */
  readonly varying: readonly FieldPart[];
  readonly total: Term;
}

/** How many items the lists of the object have, when the field that answers the object says it (sizedFields). */
export interface SizedFields {
  readonly names: ReadonlySet<string>;
  readonly size: Term;
  /** Equal for equal ones. */
  readonly key: string;
}
