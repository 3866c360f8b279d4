import type { Subgraph } from '@marquee/platform';
import { within } from './deadline';
import type { SubgraphAnswer, SubgraphCall, SubgraphTransport } from './transport';

export type LocalSubgraph = Pick<Subgraph, 'name' | 'execute' | 'subscribe'> & Partial<Pick<Subgraph, 'meter' | 'health'>>;

/**
 * The way to a subgraph in the same process: its executor is called with the caller itself, nothing is serialised. Its answer was made
 * for this call alone, so the gateway may add to it.
 */
export class InProcessTransport implements SubgraphTransport {
  constructor(
    private readonly subgraph: LocalSubgraph,
    private readonly timeoutMs: number,
  ) {}

  get health() {
    return this.subgraph.health;
  }

  execute({ operation, variables, caller, signal, contexts, headers }: SubgraphCall): Promise<SubgraphAnswer> {
    const { query, operationName } = operation;
    return within(
      this.timeoutMs,
      signal,
      this.subgraph.name,
      () =>
        this.subgraph.execute({
          query,
          variables,
          operationName,
          caller,
          contexts,
          traceparent: headers?.traceparent,
        }) as Promise<SubgraphAnswer>,
    );
  }

  async subscribe({ operation, variables, caller, signal, live }: SubgraphCall): Promise<AsyncIterable<SubgraphAnswer>> {
    const { query, operationName } = operation;
    const opening = this.subgraph.subscribe({ query, variables, operationName, caller, live });
    try {
      const stream = await within(this.timeoutMs, signal, this.subgraph.name, () => opening);
      return Symbol.asyncIterator in stream ? (stream as AsyncIterable<SubgraphAnswer>) : only(stream as SubgraphAnswer);
    } catch (error) {
      // Nobody waits for it any more: a stream that opens too late must not stay open.
      opening.then((stream) => (Symbol.asyncIterator in stream ? stream.return?.() : undefined)).catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {}
}

/** A stream of one answer: a subscription that was refused. */
export async function* only(answer: SubgraphAnswer): AsyncGenerator<SubgraphAnswer, void, void> {
  yield answer;
}
