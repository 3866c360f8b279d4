/** What came of one operation. */
export type Verdict = Right | Sound | Refused | Fault;

export interface Right {
  /** Where there is stock to compare it with, it may be stock that is wrong. */
  readonly kind: 'right' | 'as stock' | 'stock is wrong';
  /** Why stock is wrong. */
  readonly detail: string;
  readonly services: number;
  readonly values: number;
}

/** Nothing to compare it with, and nothing wrong with it. */
export interface Sound {
  readonly kind: 'sound';
}

/** By a limit, before anything was executed. */
export interface Refused {
  readonly kind: 'refused';
  readonly detail: string;
}

export interface Fault {
  readonly kind: 'different' | 'broken' | 'leak';
  readonly detail: string;
}

export const isFault = (verdict: Verdict): verdict is Fault => ['different', 'broken', 'leak'].includes(verdict.kind);

/** How many values there are to be compared. */
export function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return value === null || value === undefined ? 0 : 1;
  return Object.values(value).reduce<number>((sum, one) => sum + valuesIn(one), 0);
}
