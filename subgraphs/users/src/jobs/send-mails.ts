import type { Job } from '../context';
import { mailToken, withToken } from '../modules/mail/mail-token';
import { codeOf } from '../modules/phone/sms-code';
import { addressBounced, mailDelayed, mailFailed, mailsSent, takeMails, type WaitingMail } from '../modules/mail/mail.store';
import type { Kept } from '../kept';
import { UNSUBSCRIBE_PATH, unsubscribeToken } from '../modules/notification/notification-unsubscribe';
import type { Mail, MailFault } from '../ports/mailer';

/** Mails on their way at the same time; as many as the mailer has connections. */
const AT_ONCE = 5;

/**
 * Sends the mails that are due, those that people wait for first. One is taken at a time, and a few of those that go to everybody, so that these
 * hold up nobody. What
 * a crash leaves is taken again when its lease ends, with the same Message-ID.
 */
export const sendMails: Job = {
  name: 'send-mails',
  everyMs: 1_000,
  async run({ kept, change }) {
    const lane = async () => {
      for (let mails = await change(takeMails); mails.length > 0; mails = await change(takeMails)) {
        const sent: WaitingMail[] = [];
        for (const row of mails) {
          const fault = await faultOf(kept, row);
          if (!fault) {
            sent.push(row);
            continue;
          }
          const { code, isPermanent, isAddressBad } = fault;
          // The address and the text are in no line.
          kept.logger.warn({ mailId: row.id, kind: row.kind, attempt: row.attempts, code, isPermanent }, 'a mail was not sent');
          await change(async (step) => {
            if (isPermanent) await mailFailed(step, row, code);
            else await mailDelayed(step, row, code, Math.random());
            if (isAddressBad) await addressBounced(step, row);
          });
        }
        if (sent.length > 0) await change((step) => mailsSent(step, sent));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  },
};

/** Null when the mail was sent. What is not a MailFault says nothing that is known to be fit for a log. */
const faultOf = async (kept: Kept, row: WaitingMail): Promise<Pick<MailFault, 'code' | 'isPermanent' | 'isAddressBad'> | null> =>
  kept.mailer.send(mailOf(row, kept)).then(
    () => null,
    (error: MailFault) => (error.name === 'MailFault' ? error : { code: 'unknown', isPermanent: false, isAddressBad: false }),
  );

function mailOf({ id, kind, to, subject, text, html, tokenId, userId, unsubscribeFrom }: WaitingMail, { secrets, settings }: Kept): Mail {
  // A code is typed, and what else stands in a link is not.
  const token = tokenId && (kind === 'sign-in-code' ? codeOf(secrets.mailCodes, tokenId) : mailToken(secrets.mailTokens, tokenId));
  const whole = (part: string) => (token ? withToken(part, token) : part);
  const mail = { id, kind, to, subject, text: whole(text), html: html && whole(html) };
  if (!settings.API_URL || !userId || !unsubscribeFrom) return mail;
  const unsubscribeUrl = `${settings.API_URL}${UNSUBSCRIBE_PATH}/${unsubscribeToken(secrets.unsubscribing, userId, unsubscribeFrom)}`;
  return { ...mail, unsubscribeUrl };
}
