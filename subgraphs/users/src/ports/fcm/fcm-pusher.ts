import { systemClock, type Clock } from '@marquee/platform';
import { callProvider, NoAnswer, type ProviderAnswer } from '../http/provider-call';
import { ANDROID_CHANNEL, fault, gone, sent, type Push, type Pusher, type PushOutcome } from '../pusher';
import { FcmAccessToken, NoAccessToken, type ServiceAccount } from './fcm-access-token';

/** The API takes one push a request; so many are under way at a time. */
const AT_ONCE = 32;
const TIMEOUT_MS = 15_000;
/** Apple's limit for `apns-collapse-id`. */
const LONGEST_COLLAPSE_ID = 64;

/** Hands pushes to Firebase Cloud Messaging (HTTP v1), which has them brought to Android, iOS and browsers. */
export class FcmPusher implements Pusher {
  readonly name = 'fcm';
  /** What FCM has taken it says nothing more of. */
  readonly receipts = null;
  private readonly address: string;
  private readonly tokens: FcmAccessToken;

  constructor(
    /** `https://fcm.googleapis.com` */
    url: string,
    account: ServiceAccount,
    private readonly clock: Clock = systemClock,
    private readonly timeoutMs: number = TIMEOUT_MS,
  ) {
    this.address = `${url}/v1/projects/${account.project_id}/messages:send`;
    this.tokens = new FcmAccessToken(account, clock, timeoutMs);
  }

  async send(pushes: readonly Push[]): Promise<PushOutcome[]> {
    const outcomes = new Array<PushOutcome>(pushes.length);
    const waiting = pushes.entries();
    const lane = async () => {
      for (const [index, push] of waiting) outcomes[index] = await this.sendOne(push);
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, pushes.length) }, lane));
    return outcomes;
  }

  private async sendOne(push: Push): Promise<PushOutcome> {
    try {
      const first = await this.call(push);
      // A token that ran out early, or was taken back: one more try with another.
      return outcomeOf(first.status === 401 ? await this.call(push) : first);
    } catch (error) {
      if (error instanceof NoAccessToken) return fault(error.code, false, error.retryAfterMs);
      return fault(error instanceof NoAnswer ? error.code : 'unknown', false);
    }
  }

  private async call(push: Push): Promise<ProviderAnswer> {
    const token = await this.tokens.get();
    const answer = await callProvider(this.address, {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ message: messageOf(push, this.clock.now()) }),
      timeoutMs: this.timeoutMs,
      now: this.clock.now(),
    });
    if (answer.status === 401) this.tokens.forget(token);
    return answer;
  }
}

/** A push as `projects.messages` of the API has it. */
function messageOf({ token, title, body, imageUrl, data, badge, collapseKey, ttlSeconds }: Push, now: Date) {
  const isShown = title !== null;
  const image = imageUrl?.startsWith('https:') ? { image: imageUrl } : {};
  return {
    token,
    data,
    ...(isShown ? { notification: { title, body: body ?? '', ...image } } : {}),
    android: {
      collapse_key: collapseKey,
      priority: isShown ? 'HIGH' : 'NORMAL',
      ttl: `${ttlSeconds}s`,
      ...(isShown ? { notification: { channel_id: ANDROID_CHANNEL, sound: 'default', tag: collapseKey, notification_count: badge } } : {}),
    },
    apns: {
      headers: {
        // A badge alone is for Apple no background push, which may carry none.
        'apns-push-type': 'alert',
        'apns-priority': isShown ? '10' : '5',
        'apns-expiration': String(Math.floor(now.getTime() / 1000) + ttlSeconds),
        'apns-collapse-id': collapseKey.slice(0, LONGEST_COLLAPSE_ID),
      },
      payload: { aps: { badge, ...(isShown ? { sound: 'default', 'mutable-content': 1 } : {}) } },
      ...(image.image ? { fcm_options: image } : {}),
    },
  };
}

interface Detail {
  '@type'?: unknown;
  errorCode?: unknown;
  fieldViolations?: readonly { field?: unknown }[];
}

/** Of `FcmError.errorCode`: these say that nothing will ever reach this token from us. */
const GONE = new Set(['UNREGISTERED', 'SENDER_ID_MISMATCH']);

function outcomeOf({ status, body, retryAfterMs }: ProviderAnswer): PushOutcome {
  if (status === 200) return sent();
  const { status: word, details } = ((body as { error?: { status?: unknown; details?: unknown } } | null)?.error ?? {}) as {
    status?: unknown;
    details?: readonly Detail[];
  };
  const all: readonly Detail[] = Array.isArray(details) ? details : [];
  const named = all.map(({ errorCode }) => errorCode).find((code): code is string => typeof code === 'string');
  const code = named ?? (typeof word === 'string' ? word : String(status));
  if (GONE.has(code)) return gone(code);
  // A token that is none: of an app that was built for something else.
  if (status === 400 && all.some(({ fieldViolations }) => fieldViolations?.some(({ field }) => field === 'message.token')))
    return gone('INVALID_TOKEN');
  return fault(code, status === 400 || status === 404 || status === 413, retryAfterMs);
}
