import { systemClock, type Clock } from '@marquee/platform';
import { callProvider, type NoAnswer, type ProviderAnswer } from '../http/provider-call';
import { SmsFault, type Sms, type SmsSender } from '../sms-sender';

export interface TwilioAccount {
  /** `https://api.twilio.com` */
  url: string;
  accountSid: string;
  /** Who signs in: the account itself, with its token, or one of its API keys. */
  keySid: string;
  secret: string;
  /** A number, an alphanumeric sender, or a messaging service (`MG…`). */
  from: string;
}

const TIMEOUT_MS = 15_000;
/** What Twilio takes for `ValidityPeriod`, in seconds. */
const LONGEST_VALIDITY = 36_000;

/** Our settings are wrong and not the message, which waits until they are mended. */
const OUR_OWN_FAULT = new Set([401, 403]);
const PASSING = new Set([408, 425, 429]);

/** Hands short messages to Twilio's Messages API (2010-04-01). */
export class TwilioSmsSender implements SmsSender {
  readonly name = 'twilio';

  constructor(
    private readonly account: TwilioAccount,
    private readonly clock: Clock = systemClock,
    private readonly timeoutMs: number = TIMEOUT_MS,
  ) {}

  async send({ to, text, usefulForMs }: Sms): Promise<void> {
    const { url, accountSid, keySid, secret, from } = this.account;
    const form = new URLSearchParams({
      To: to,
      [/^MG[0-9a-f]{32}$/i.test(from) ? 'MessagingServiceSid' : 'From']: from,
      Body: text,
      ValidityPeriod: String(Math.min(LONGEST_VALIDITY, Math.max(1, Math.ceil(usefulForMs / 1000)))),
    });
    const answer = await callProvider(`${url}/2010-04-01/Accounts/${accountSid}/Messages.json`, {
      headers: {
        authorization: `Basic ${Buffer.from(`${keySid}:${secret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: form.toString(),
      timeoutMs: this.timeoutMs,
      now: this.clock.now(),
    }).catch((error: NoAnswer) => Promise.reject(new SmsFault(error.code, false)));
    const fault = faultOf(answer);
    if (fault) throw fault;
  }
}

/** Twilio names what is wrong by a code of its own. What else it says holds the number. */
function faultOf({ status, body, retryAfterMs }: ProviderAnswer): SmsFault | null {
  const { sid, code } = (body ?? {}) as { sid?: unknown; code?: unknown };
  if (status === 201 && typeof sid === 'string') return null;
  const isPermanent = status >= 400 && status < 500 && !OUR_OWN_FAULT.has(status) && !PASSING.has(status);
  return new SmsFault(typeof code === 'number' ? String(code) : String(status), isPermanent, retryAfterMs);
}
