import { randomUUID } from 'node:crypto';
import { fetchRemote, RemoteFault, type Basics } from '@marquee/platform';
import type { Settings } from '../../env';
import type { PrismaClient } from '../../generated/prisma/client';
import type { GraphAnswer, GraphFault, GraphReader } from '../../ports/graph-reader';
import { retryAfterOf } from '../../ports/http/provider-call';
import type { AccessTokens } from '../session/session-access-tokens.kept';
import { declaredOf } from './webhook-query';
import { signedHeaders } from './webhook-signature';
import { typeOf, type Variables } from './webhook-topics';
import { ANSWER_WITHIN_MS } from './webhook-tries';
import { secretPlace } from './webhook.store';
import type { Outcome, TakenDelivery, Try } from './webhook.types';

/** A token is for one reading, and outlives it by little. */
const TOKEN_SECONDS = 60;
const POSTPONED_MS = 15_000;
const LONGEST_ANSWER = 1_000;

/** For whom something is read. */
interface Reader {
  /** Of the webhook: its readings have a budget of their own. */
  id: string;
  owner: { id: string; username: string; role: 'user' | 'curator' | 'moderator' | 'admin' };
  scopes: readonly string[];
}

interface Told {
  topic: string | null;
  occurredAt: Date;
}

/** What is read for a webhook: a body to send; nothing, where its person sees nothing; or why it could not be read. */
export type Reading = { is: 'BODY'; body: string } | { is: 'NOTHING' } | Exclude<GraphAnswer, { is: 'DATA' }>;

/**
 * Reads what a webhook is told, as its person may see it at that moment, and sends it. It is read through a gateway with a token of the person
 * within the webhook's scopes: no rule has to be known here, and none can be forgotten.
 */
export class WebhookCourier {
  constructor(
    private readonly basics: Basics<PrismaClient, Settings>,
    private readonly accessTokens: AccessTokens,
    private readonly graph: GraphReader,
  ) {}

  /** False where no gateway is known. */
  get isThere(): boolean {
    return this.graph.isThere;
  }

  /** What keeps a query from being answered; null where that cannot be said at the moment. */
  async faultsOf(reader: Reader, query: string): Promise<readonly GraphFault[] | null> {
    const names = declaredOf(query, {}).missing;
    const variables = Object.fromEntries(names.map((name) => [name, randomUUID()]));
    const answer = await this.graph.check({ query, variables, ...(await this.asking(reader, randomUUID())) });
    if (answer.is === 'AWAY') return null;
    return answer.is === 'REFUSED' ? answer.faults : [];
  }

  async read(reader: Reader, told: Told, query: string, ids: Variables, correlationId: string): Promise<Reading> {
    const { variables, missing } = declaredOf(query, ids);
    // What happened has no such id.
    if (missing.length > 0) return { is: 'NOTHING' };
    const answer = await this.graph.read({
      query,
      variables: variables as Record<string, string>,
      ...(await this.asking(reader, correlationId)),
    });
    if (answer.is !== 'DATA') return answer;
    if (Object.values(answer.data).every((value) => value === null)) return { is: 'NOTHING' };
    return { is: 'BODY', body: this.bodyOf(told, answer.data, answer.errors) };
  }

  private async asking({ id, owner, scopes }: Reader, correlationId: string) {
    const { accessToken } = await this.accessTokens.issueScoped(owner, { id, scopes }, TOKEN_SECONDS);
    return { accessToken, correlationId };
  }

  /** One try of a delivery. */
  async deliver(taken: TakenDelivery): Promise<Outcome> {
    const reading = await this.reading(taken);
    if (reading.is === 'NOTHING') return reading;
    if (reading.is === 'AWAY')
      return { is: 'POSTPONED', waitMs: Math.max(reading.retryAfterMs ?? 0, Math.round(POSTPONED_MS * (1 + Math.random()))) };
    if (reading.is === 'REFUSED') {
      const fault = `The query is not answered: ${reading.faults[0]?.message ?? 'no reason is known'}`.slice(0, LONGEST_ANSWER);
      return {
        is: 'FAULT',
        try: { durationMs: 0, httpStatus: null, fault, answer: null },
        isGone: false,
        isOurs: true,
        retryAfterMs: null,
      };
    }
    return this.send(taken, reading.body);
  }

  private async reading(taken: TakenDelivery): Promise<Reading> {
    const { id, webhookId, topic, query, variables, webhook, owner } = taken;
    if (topic === null) return { is: 'BODY', body: this.bodyOf(taken, { webhookId }, []) };
    if (query === null) return { is: 'NOTHING' };
    return this.read({ id: webhookId, owner, scopes: webhook.scopes }, taken, query, variables, id);
  }

  private bodyOf({ topic, occurredAt }: Told, data: object, errors: readonly GraphFault[]): string {
    const mark = this.basics.testMode ? { testMode: true } : {};
    return JSON.stringify({
      ...{ type: typeOf(topic), timestamp: occurredAt.toISOString(), ...mark, data },
      ...(errors.length > 0 ? { errors } : {}),
    });
  }

  private async send({ id, webhook, secrets }: TakenDelivery, body: string): Promise<Outcome> {
    const { fields, clock, settings } = this.basics;
    const opened = secrets.map((secret) => fields.open(secretPlace(secret.id), secret.sealed));
    const headers = signedHeaders(opened, { id, at: clock.now(), body });
    const startedAt = performance.now();
    const tried = (rest: Omit<Try, 'durationMs'>): Try => ({ durationMs: Math.round(performance.now() - startedAt), ...rest });
    try {
      const {
        status,
        headers: given,
        body: bytes,
      } = await fetchRemote(webhook.url, {
        ...{ post: body, headers, inside: settings.WEBHOOKS_INSIDE, timeoutMs: ANSWER_WITHIN_MS },
        ...{ maxBytes: 4 * LONGEST_ANSWER, cut: true },
      });
      const answer = bytes.toString('utf8').replaceAll('\0', '').slice(0, LONGEST_ANSWER);
      if (status >= 200 && status < 300) return { is: 'DELIVERED', try: tried({ httpStatus: status, fault: null, answer }) };
      const fault = status >= 300 && status < 400 ? 'The consumer redirects, which is not followed.' : `The consumer answered ${status}.`;
      const retryAfterMs = retryAfterOf(given['retry-after'] ?? null, clock.now());
      return { is: 'FAULT', try: tried({ httpStatus: status, fault, answer }), isGone: status === 410, isOurs: false, retryAfterMs };
    } catch (error) {
      if (!(error instanceof RemoteFault)) throw error;
      const one = tried({ httpStatus: null, fault: error.message, answer: null });
      return { is: 'FAULT', try: one, isGone: false, isOurs: false, retryAfterMs: null };
    }
  }
}
