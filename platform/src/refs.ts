/** An entity of another subgraph, by its id: the gateway fetches the rest. */
export interface Ref {
  id: string;
}

/** A reference, or null where there is nobody or nothing to refer to. */
export function refTo(id: string): Ref;
export function refTo(id: string | null): Ref | null;
export function refTo(id: string | null): Ref | null {
  return id === null ? null : { id };
}
