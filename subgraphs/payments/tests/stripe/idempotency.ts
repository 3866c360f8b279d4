import { DAY } from './account';
import { Refusal, invalid } from './refusal';

export interface Answer {
  status: number;
  body: string;
  headers: Record<string, string>;
}

interface Kept {
  endpoint: string;
  parameters: string;
  since: number;
  requestId: string;
  answer: Answer | undefined;
}

/** What Stripe keeps of a POST by its Idempotency-Key, for a day: the first answer, be it a failure too. */
export class Idempotency {
  private readonly kept = new Map<string, Kept>();

  /** Returns the answer kept under the key, undefined when the request is the first. Throws for other parameters and for two at once. */
  find(key: string, endpoint: string, parameters: string, now: number): Answer | undefined {
    if (key.length > 255) throw invalid('Idempotency keys must be at most 255 characters long.');
    const before = this.kept.get(key);
    if (!before || now - before.since >= DAY) {
      this.kept.delete(key);
      return undefined;
    }
    if (before.endpoint !== endpoint) {
      throw new Refusal(400, {
        type: 'idempotency_error',
        message:
          `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${before.endpoint}'). ` +
          `Try using a key other than '${key}' if you meant to execute a different request.`,
      });
    }
    if (before.parameters !== parameters) {
      throw new Refusal(400, {
        type: 'idempotency_error',
        message:
          'Keys for idempotent requests can only be used with the same parameters they were first used with. ' +
          `Try using a key other than '${key}' if you meant to execute a different request.`,
      });
    }
    if (!before.answer) {
      throw new Refusal(409, {
        type: 'invalid_request_error',
        code: 'idempotency_key_in_use',
        message:
          'There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other ' +
          `request is still going through): ${key}. Please try again later.`,
      });
    }
    const { status, body, headers } = before.answer;
    return { status, body, headers: { ...headers, 'idempotent-replayed': 'true', 'original-request': before.requestId } };
  }

  begin(key: string, endpoint: string, parameters: string, now: number, requestId: string): void {
    this.kept.set(key, { endpoint, parameters, since: now, requestId, answer: undefined });
  }

  keep(key: string, answer: Answer): void {
    this.kept.get(key)!.answer = answer;
  }

  forget(key: string): void {
    this.kept.delete(key);
  }
}
