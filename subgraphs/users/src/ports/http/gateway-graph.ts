import { z } from '@marquee/platform';
import type { GraphAnswer, GraphQuestion, GraphReader } from '../graph-reader';

const WITHIN_MS = 10_000;
/** What is sent to others in one piece may be no longer. */
const MOST_BYTES = 256 * 1024;

const fault = z.object({
  message: z.string(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
  extensions: z
    .object({ code: z.string().default('UNKNOWN'), retryable: z.boolean().optional(), retryAfter: z.number().optional() })
    .optional(),
});
const answer = z.object({ data: z.record(z.string(), z.unknown()).nullish(), errors: z.array(fault).optional() });
type Fault = z.output<typeof fault>;

/** Asks a gateway over HTTP, as a program of a person does. */
export class GatewayGraph implements GraphReader {
  constructor(
    private readonly address: () => string | null,
    private readonly withinMs = WITHIN_MS,
  ) {}

  get isThere(): boolean {
    return this.address() !== null;
  }

  read(question: GraphQuestion): Promise<GraphAnswer> {
    return this.ask(question, {});
  }

  check(question: GraphQuestion): Promise<GraphAnswer> {
    return this.ask(question, { 'x-cost-dry-run': '1' });
  }

  private async ask({ query, variables, accessToken, correlationId }: GraphQuestion, more: Record<string, string>): Promise<GraphAnswer> {
    const address = this.address();
    if (address === null) return away('no gateway is known');
    try {
      const response = await fetch(address, {
        method: 'POST',
        redirect: 'error',
        headers: {
          ...more,
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          authorization: `Bearer ${accessToken}`,
          'x-correlation-id': correlationId,
          'apollographql-client-name': 'marquee-webhooks',
        },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(this.withinMs),
      });
      const text = await response.text();
      if (Buffer.byteLength(text) > MOST_BYTES)
        return { is: 'REFUSED', faults: [{ message: 'The answer to the query has more than 256 kB.', code: 'TOO_LARGE' }] };
      return read(response.status, text, more['x-cost-dry-run'] !== undefined);
    } catch (error) {
      return away((error as Error).name);
    }
  }
}

const away = (reason: string, retryAfterMs: number | null = null): GraphAnswer => ({ is: 'AWAY', reason, retryAfterMs });

/** A refusal that says of itself that it passes, or that is of the token, is none of the query. */
function read(status: number, text: string, isDry: boolean): GraphAnswer {
  const parsed = answer.safeParse(jsonOf(text));
  if (!parsed.success || status >= 500) return away(`status ${status}`);
  const { data, errors = [] } = parsed.data;
  const passing = errors.find(isPassing);
  if (passing) return away(codeOf(passing), (passing.extensions?.retryAfter ?? 0) * 1000 || null);
  const faults = errors.map((one) => ({ message: one.message, code: codeOf(one), ...(one.path ? { path: one.path } : {}) }));
  if (data === undefined || (data === null && !isDry)) return { is: 'REFUSED', faults };
  return { is: 'DATA', data: data ?? {}, errors: faults };
}

const codeOf = ({ extensions }: Fault): string => extensions?.code ?? 'UNKNOWN';
const isPassing = (one: Fault): boolean =>
  one.extensions?.retryable === true ||
  ['UNAUTHENTICATED', 'RATE_LIMITED', 'SUBGRAPH_UNAVAILABLE', 'TIMEOUT', 'INTERNAL_SERVER_ERROR'].includes(codeOf(one));

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
