import { z } from '@marquee/platform';
import { Kind, type ConstDirectiveNode, type DocumentNode } from 'graphql';
import { newCorrelationId } from '../caller';
import { NEVER } from '../time-limit';
import { SubgraphUnavailable, type SubgraphOperation, type SubgraphTransport } from '../transport';

/** A session that ended before its access tokens, and for how long one of them may still look good. */
export interface EndedSession {
  readonly id: string;
  readonly tokensExpireInMs: number;
}

/** Whoever keeps the sessions. Its methods reject when it does not answer. */
export interface SessionOwner {
  /** Sessions that ended early: since an earlier list (its `since`), or all with null. */
  ended(since: string | null): Promise<{ readonly sessions: readonly EndedSession[]; readonly since: string }>;
  /** Has this session neither ended nor run out? */
  lasts(sessionId: string): Promise<boolean>;
  /** True when it is the same owner, as another supergraph names it. */
  isLike(other: SessionOwner | null): boolean;
}

/** The two questions are fields of the owner's `Query`, @inaccessible: so they are in the supergraph and not in the API. */
const ENDED_FIELD = 'endedSessions';
const ENDED: SubgraphOperation = {
  kind: 'query',
  query: `query EndedSessions($since: String) { ${ENDED_FIELD}(since: $since) { sessions { id tokensExpireInMs } since } }`,
  operationName: 'EndedSessions',
};
const LASTS: SubgraphOperation = {
  kind: 'query',
  query: 'query SessionLasts($id: ID!) { sessionLasts(id: $id) }',
  operationName: 'SessionLasts',
};

const endedAnswer = z.object({
  endedSessions: z.object({ sessions: z.array(z.object({ id: z.string(), tokensExpireInMs: z.number() })), since: z.string() }),
});
const lastsAnswer = z.object({ sessionLasts: z.boolean() });

/** The subgraph of a supergraph that keeps sessions. */
export class SubgraphSessionOwner implements SessionOwner {
  constructor(
    private readonly service: string,
    private readonly transport: SubgraphTransport,
    /** A person waits for the answer to `lasts`. */
    private readonly lastsWithinMs: number,
  ) {}

  async ended(since: string | null) {
    return (await this.ask(ENDED, { since }, endedAnswer, NEVER)).endedSessions;
  }

  async lasts(id: string): Promise<boolean> {
    return (await this.ask(LASTS, { id }, lastsAnswer, AbortSignal.timeout(this.lastsWithinMs))).sessionLasts;
  }

  isLike(other: SessionOwner | null): boolean {
    return other instanceof SubgraphSessionOwner && other.transport === this.transport;
  }

  private async ask<Answer>(
    operation: SubgraphOperation,
    variables: Record<string, unknown>,
    shape: z.ZodType<Answer>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const { data, errors } = await this.transport.execute({
      operation,
      variables,
      variablesText: JSON.stringify(variables),
      caller: { viewer: null, correlationId: newCorrelationId() },
      signal,
    });
    if (errors?.length || !data) throw new SubgraphUnavailable(this.service, errors?.[0]?.message ?? 'no data');
    return shape.parse(data);
  }
}

/** The name of the subgraph that keeps sessions, by the supergraph's SDL; null when none does. */
export const sessionService = (supergraph: DocumentNode): string | null => serviceOf(supergraph, ENDED_FIELD);

/** The name of the subgraph that has a field of `Query`; null when none does. */
export function serviceOf(supergraph: DocumentNode, name: string): string | null {
  const query = supergraph.definitions.find(
    (definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === 'Query',
  );
  if (query?.kind !== Kind.OBJECT_TYPE_DEFINITION) return null;
  const field = query.fields?.find((one) => one.name.value === name);
  if (!field) return null;
  // A type that only one subgraph has does not say so again at its fields.
  const graph = graphOf(field.directives, 'join__field') ?? graphOf(query.directives, 'join__type');
  const graphs = supergraph.definitions.find(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  const value = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? graphs.values?.find(({ name }) => name.value === graph) : undefined;
  return argument(value?.directives, 'join__graph', 'name');
}

const graphOf = (directives: readonly ConstDirectiveNode[] | undefined, name: string) => argument(directives, name, 'graph');

function argument(directives: readonly ConstDirectiveNode[] | undefined, directive: string, name: string): string | null {
  const value = directives?.find((one) => one.name.value === directive)?.arguments?.find((one) => one.name.value === name)?.value;
  return value?.kind === Kind.ENUM || value?.kind === Kind.STRING ? value.value : null;
}
