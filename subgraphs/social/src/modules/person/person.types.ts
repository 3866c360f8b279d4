import type { Connection } from '@marquee/platform';

/** Entities of other subgraphs leave as their id. */
export interface PersonRef {
  id: string;
}

export interface EventRef {
  id: string;
}

export type PersonPage = Connection<PersonRef>;

export const refTo = <Id extends string | null>(id: Id) => (id === null ? null : { id }) as Id extends null ? null : PersonRef;
