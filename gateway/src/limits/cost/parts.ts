import type { Term } from './terms';

/** A field of the response and what it costs, compiled. */
export interface FieldPart {
  /** In the response. */
  readonly key: string;
  /** 1 when it is included, 0 when @skip or @include leave it out. */
  readonly included: Term;
  readonly arguments: Term;
  /** The field's own @cost; null when its type's weight counts. */
  readonly weight: number | null;
  /** Items of the list; 1 for a field that is no list. */
  readonly size: Term;
  readonly isList: boolean;
  /** The selection of each object; null for a leaf. */
  readonly below: SelectionPart | null;
  readonly total: Term;
}

/** The requested fields of one object, for each of its possible types. */
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
  /** Of the fields whose cost does not depend on the answer. */
  readonly fixed: Term;
  /** Those that lead to lists. */
  readonly varying: readonly FieldPart[];
  readonly total: Term;
}

/** The number of items of the object's lists, when the object's own field gives it (sizedFields). */
export interface SizedFields {
  readonly names: ReadonlySet<string>;
  readonly size: Term;
  /** Equal for equal ones. */
  readonly key: string;
}
