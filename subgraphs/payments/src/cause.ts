/** What made something happen: a request, a fact, a job. Travels with the facts that follow from it. */
export interface Cause {
  correlationId: string;
}
