import type { Job } from '../context';
import type { SmsCode } from '../generated/prisma/client';
import type { Kept } from '../kept';
import { codeOf, textOf, waitAfter } from '../modules/phone/sms-code';
import { smsDelayed, smsFailed, smsSent, takeSms } from '../modules/phone/sms-code.store';
import type { Sms, SmsFault } from '../ports/sms-sender';

/** Messages on their way at the same time. */
const AT_ONCE = 4;

/** Sends the short messages that are due. What a crash leaves is taken again when its lease ends; its phone may get it twice. */
export const sendSms: Job = {
  name: 'send-sms',
  everyMs: 1_000,
  async run({ kept, change }) {
    const lane = async () => {
      for (let row = await change(takeSms); row; row = await change(takeSms)) {
        const code = row;
        const fault = await faultOf(kept, code);
        if (!fault) await change((step) => smsSent(step, code));
        else {
          const { code: name, isPermanent, retryAfterMs } = fault;
          // The number and the text are in no line.
          kept.logger.warn(
            { smsId: code.id, kind: code.purpose, attempt: code.attempts, code: name, isPermanent },
            'a message was not sent',
          );
          await change(async (step) => {
            if (isPermanent) await smsFailed(step, code, name);
            else await smsDelayed(step, code, name, Math.max(waitAfter(code.attempts, Math.random()), retryAfterMs ?? 0));
          });
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  },
};

/** Null when the message was sent. What is no SmsFault says nothing that is known to be fit for a log. */
async function faultOf(kept: Kept, code: SmsCode): Promise<Pick<SmsFault, 'code' | 'isPermanent' | 'retryAfterMs'> | null> {
  const { smsSender } = kept;
  if (!smsSender) return { code: 'no provider', isPermanent: true, retryAfterMs: null };
  try {
    await smsSender.send(await smsOf(kept, code));
    return null;
  } catch (error) {
    const fault = error as SmsFault;
    return fault.name === 'SmsFault' ? fault : { code: 'unknown', isPermanent: false, retryAfterMs: null };
  }
}

async function smsOf({ db, fields, secrets, clock }: Kept, { id, userId, purpose, number, expiresAt }: SmsCode): Promise<Sms> {
  const { language } = await db.prisma.user.findUniqueOrThrow({ where: { id: userId }, select: { language: true } });
  return {
    id,
    kind: purpose === 'CONFIRM_PHONE' ? 'phone-code' : 'sign-in-code',
    to: fields.open({ table: 'sms_codes', column: 'number', id }, number),
    text: textOf(codeOf(secrets.smsCodes, id), language),
    usefulForMs: expiresAt.getTime() - clock.now().getTime(),
  };
}
