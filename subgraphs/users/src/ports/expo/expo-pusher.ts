import { systemClock, type Clock } from '@marquee/platform';
import { callProvider, NoAnswer, type ProviderAnswer } from '../http/provider-call';
import { ANDROID_CHANNEL, fault, gone, sent, type Push, type Pusher, type PushOutcome } from '../pusher';

/** More the API takes neither of pushes nor of receipts in one request. */
const MOST_PUSHES = 100;
const MOST_RECEIPTS = 300;
const TIMEOUT_MS = 20_000;

/** A ticket (of a push that was handed over) or a receipt (of one that was passed on): their faults are the same. */
interface Said {
  status?: unknown;
  id?: unknown;
  details?: { error?: unknown };
}

/** Hands pushes to Expo's push service, which has them brought to apps that are built with it. */
export class ExpoPusher implements Pusher {
  readonly name = 'expo';

  constructor(
    /** `https://exp.host` */
    private readonly url: string,
    /** Where the project asks for one. */
    private readonly accessToken: string | null,
    private readonly clock: Clock = systemClock,
    private readonly timeoutMs: number = TIMEOUT_MS,
  ) {}

  async send(pushes: readonly Push[]): Promise<PushOutcome[]> {
    const outcomes: PushOutcome[] = [];
    for (let from = 0; from < pushes.length; from += MOST_PUSHES) {
      const some = pushes.slice(from, from + MOST_PUSHES);
      const answer = await this.call('send', some.map(messageOf));
      const tickets = 'is' in answer ? null : (answer.body as { data?: unknown } | null)?.data;
      if ('is' in answer) outcomes.push(...some.map(() => answer));
      // One ticket for each, in their order: with another number nobody knows whose is whose.
      else if (!Array.isArray(tickets) || tickets.length !== some.length) outcomes.push(...some.map(() => fault('odd answer', false)));
      else outcomes.push(...(tickets as Said[]).map((ticket) => outcomeOf(ticket, typeof ticket.id === 'string' ? ticket.id : null)));
    }
    return outcomes;
  }

  readonly receipts = async (ids: readonly string[]): Promise<ReadonlyMap<string, PushOutcome>> => {
    const known = new Map<string, PushOutcome>();
    for (let from = 0; from < ids.length; from += MOST_RECEIPTS) {
      const answer = await this.call('getReceipts', { ids: ids.slice(from, from + MOST_RECEIPTS) });
      if ('is' in answer) continue;
      const receipts = ((answer.body as { data?: unknown } | null)?.data ?? {}) as Record<string, Said>;
      for (const [id, receipt] of Object.entries(receipts)) known.set(id, outcomeOf(receipt, null));
    }
    return known;
  };

  private async call(what: 'send' | 'getReceipts', body: unknown): Promise<ProviderAnswer | Extract<PushOutcome, { is: 'FAULT' }>> {
    try {
      const answer = await callProvider(`${this.url}/--/api/v2/push/${what}`, {
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...(this.accessToken ? { authorization: `Bearer ${this.accessToken}` } : {}),
        },
        body: JSON.stringify(body),
        timeoutMs: this.timeoutMs,
        now: this.clock.now(),
      });
      const { errors } = (answer.body ?? {}) as { errors?: readonly { code?: unknown }[] };
      if (answer.status === 200 && !errors) return answer;
      const code = errors?.[0]?.code;
      const isPermanent = answer.status === 400 || answer.status === 413;
      return faulty(typeof code === 'string' ? code : String(answer.status), isPermanent, answer.retryAfterMs);
    } catch (error) {
      return faulty(error instanceof NoAnswer ? error.code : 'unknown', false, null);
    }
  }
}

const faulty = (code: string, isPermanent: boolean, retryAfterMs: number | null) =>
  ({ is: 'FAULT', code, isPermanent, retryAfterMs }) as const;

/** A push as the API has it. What is not shown wakes the app, which sets the badge. */
const messageOf = ({ token, title, body, imageUrl, data, badge, ttlSeconds }: Push) => ({
  to: token,
  data,
  badge,
  ttl: ttlSeconds,
  ...(title === null
    ? { _contentAvailable: true, priority: 'normal' }
    : {
        ...{ title, body: body ?? '', sound: 'default', priority: 'high', channelId: ANDROID_CHANNEL },
        ...(imageUrl?.startsWith('https:') ? { richContent: { image: imageUrl }, mutableContent: true } : {}),
      }),
});

/** These pass: the limits of a device, and credentials that are being mended. */
const PASSING = new Set(['MessageRateExceeded', 'InvalidCredentials', 'MismatchSenderId', 'ProviderError', 'ExpoError']);

function outcomeOf({ status, details }: Said, receiptId: string | null): PushOutcome {
  if (status === 'ok') return sent(receiptId);
  const code = typeof details?.error === 'string' ? details.error : 'unknown';
  return code === 'DeviceNotRegistered' ? gone(code) : fault(code, !PASSING.has(code) && code !== 'unknown');
}
