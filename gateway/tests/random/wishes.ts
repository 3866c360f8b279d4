/**
 * A random operation before it is written down: plain data, so that fast-check can make it smaller piece by piece. `document.ts` writes
 * a valid document of any of them.
 */
export interface Wish {
  readonly selections: readonly Selection[];
  /** Fragments that selections may share; each can spread those before it. */
  readonly fragments: readonly { readonly on: string; readonly below: readonly Selection[] }[];
}

export type Selection = FieldWish | TypenameWish | FragmentWish | SpreadWish;

export interface FieldWish {
  readonly kind: 'field';
  readonly name: string;
  readonly alias: string | null;
  readonly args: readonly ArgumentWish[];
  readonly conditions: readonly Condition[];
  /** Null for leaf fields. */
  readonly below: readonly Selection[] | null;
}

export interface TypenameWish {
  readonly kind: 'typename';
  readonly alias: string | null;
}

export interface FragmentWish {
  readonly kind: 'inline' | 'named';
  /** Null: without a type condition. */
  readonly on: string | null;
  readonly conditions: readonly Condition[];
  readonly below: readonly Selection[];
}

/** Spreads one of the wish's own fragments that fits there; nothing when none does. */
export interface SpreadWish {
  readonly kind: 'spread';
  readonly pick: number;
  readonly conditions: readonly Condition[];
}

export interface ArgumentWish {
  readonly name: string;
  /** As JSON would say it. */
  readonly value: unknown;
  readonly way: Way;
}

/**
 * How a value gets there: written in the document, as a variable, as a variable's default, with a default that is overridden, or with a
 * variable inside the written value.
 */
export type Way = 'literal' | 'variable' | 'default' | 'overridden' | 'inside';

export interface Condition {
  readonly directive: 'include' | 'skip';
  readonly value: boolean;
  readonly way: Exclude<Way, 'inside'>;
}
