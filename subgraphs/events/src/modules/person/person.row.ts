/** A person or a group of another subgraph: we know the id, the rest is theirs to tell. */
export interface UserReference {
  id: string;
}

export type GroupReference = UserReference;
