/** A subgraph answered GraphQL, but not to what it was asked. The detail is for the log. */
export class WrongAnswer extends Error {
  override name = 'WrongAnswer';
}
