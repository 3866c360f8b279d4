/** The part of a call that is the same each time: made once when a plan is compiled. */
export interface SubgraphOperation {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly query: string;
  readonly operationName: string | undefined;
}
