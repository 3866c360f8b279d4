import { z } from '@marquee/platform';
import { newCorrelationId } from '../caller';
import { SubgraphUnavailable, type SubgraphOperation, type SubgraphTransport } from '../transport';

/** What a key of a program stands for, as its owner says. */
export type KeyGrant = z.output<typeof grant>;

/** Whoever keeps the keys. Rejects when it does not answer. */
export interface KeyOwner {
  /** Null for a key that is not good. */
  grant(secret: string): Promise<KeyGrant | null>;
}

/** The question is a field of the owner's `Query`, @inaccessible, as those of sessions are. */
export const GRANT_FIELD = 'apiKeyGrant';
const GRANT: SubgraphOperation = {
  kind: 'query',
  query: `query ApiKeyGrant($secret: String!) { ${GRANT_FIELD}(secret: $secret) { keyId grantId userId username role permissions scopes origins networks lastsMs } }`,
  operationName: 'ApiKeyGrant',
};

const grant = z.object({
  keyId: z.string().min(1),
  grantId: z.string().min(1),
  userId: z.string().min(1),
  username: z.string(),
  role: z.enum(['user', 'curator', 'moderator', 'admin']),
  permissions: z.array(z.string()),
  scopes: z.array(z.string()),
  origins: z.array(z.string()),
  networks: z.array(z.string()),
  lastsMs: z.number(),
});
const answer = z.object({ [GRANT_FIELD]: grant.nullable() });

/** The subgraph of a supergraph that keeps the keys. */
export class SubgraphKeyOwner implements KeyOwner {
  constructor(
    private readonly service: string,
    private readonly transport: SubgraphTransport,
    /** A program waits for the answer. */
    private readonly withinMs: number,
  ) {}

  async grant(secret: string): Promise<KeyGrant | null> {
    const variables = { secret };
    const { data, errors } = await this.transport.execute({
      operation: GRANT,
      variables,
      variablesText: JSON.stringify(variables),
      caller: { viewer: null, correlationId: newCorrelationId() },
      signal: AbortSignal.timeout(this.withinMs),
    });
    if (errors?.length || !data) throw new SubgraphUnavailable(this.service, errors?.[0]?.message ?? 'no data');
    return answer.parse(data)[GRANT_FIELD];
  }
}
