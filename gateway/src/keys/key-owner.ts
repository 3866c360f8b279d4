import { z } from '@marquee/platform';
import { newCorrelationId } from '../caller';
import { SubgraphUnavailable, type SubgraphOperation, type SubgraphTransport } from '../transport';

/** What a key of a program stands for, as its owner says. */
export type KeyGrant = z.output<typeof grant>;

/** Whoever keeps the keys. Rejects when it does not answer. */
export interface KeyOwner {
  /** Null for a key that is not good. */
  grant(secret: string): Promise<KeyGrant | null>;
  /** Adds up what keys did; a batch counts once, however often it is sent. */
  record(batchId: string, entries: readonly KeyUsageEntry[]): Promise<void>;
}

/** What a key did on one day (UTC, `2026-11-30`), or in a part of it. */
export interface KeyUsageEntry {
  readonly keyId: string;
  readonly day: string;
  readonly requests: number;
  readonly errors: number;
  readonly cost: number;
}

/** The question is a field of the owner's `Query`, @inaccessible, as those of sessions are. */
export const GRANT_FIELD = 'apiKeyGrant';
const GRANT: SubgraphOperation = {
  kind: 'query',
  query: `query ApiKeyGrant($secret: String!) { ${GRANT_FIELD}(secret: $secret) { keyId appId grantId userId username role permissions scopes origins networks lastsMs } }`,
  operationName: 'ApiKeyGrant',
};

const RECORD: SubgraphOperation = {
  kind: 'mutation',
  query: 'mutation RecordApiUsage($input: RecordApiUsageInput!) { recordApiUsage(input: $input) { __typename } }',
  operationName: 'RecordApiUsage',
};

const grant = z.object({
  keyId: z.string().min(1),
  appId: z.string().min(1).nullish(),
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
const recorded = z.object({ recordApiUsage: z.object({ __typename: z.literal('RecordApiUsageSuccess') }) });

/** The subgraph of a supergraph that keeps the keys. */
export class SubgraphKeyOwner implements KeyOwner {
  constructor(
    private readonly service: string,
    private readonly transport: SubgraphTransport,
    /** A program waits for the answer. */
    private readonly withinMs: number,
  ) {}

  async grant(secret: string): Promise<KeyGrant | null> {
    return (await this.ask(GRANT, { secret }, answer))[GRANT_FIELD];
  }

  async record(batchId: string, entries: readonly KeyUsageEntry[]): Promise<void> {
    await this.ask(RECORD, { input: { entries, idempotencyKey: batchId } }, recorded);
  }

  private async ask<Answer>(operation: SubgraphOperation, variables: Record<string, unknown>, shape: z.ZodType<Answer>): Promise<Answer> {
    const { data, errors } = await this.transport.execute({
      operation,
      variables,
      variablesText: JSON.stringify(variables),
      caller: { viewer: null, correlationId: newCorrelationId() },
      signal: AbortSignal.timeout(this.withinMs),
    });
    if (errors?.length || !data) throw new SubgraphUnavailable(this.service, errors?.[0]?.message ?? 'no data');
    return shape.parse(data);
  }
}
