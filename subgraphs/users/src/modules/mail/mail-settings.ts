import type { Settings } from '../../env';

type MailSettings = Pick<
  Settings,
  'NODE_ENV' | 'API_URL' | 'SMTP_HOST' | 'SMTP_PORT' | 'SMTP_TLS' | 'SMTP_USER' | 'SMTP_PASSWORD' | 'MAIL_FROM' | 'WEB_URL'
>;

/** A client on the machine of a developer. */
export const LOCAL_WEB = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/;

/** What is wrong with the settings of mails together: half a mail server, or none where people wait for mails. */
export function faultsOfMail(settings: Partial<MailSettings>): string[] {
  const { NODE_ENV, SMTP_HOST, SMTP_TLS, SMTP_USER, SMTP_PASSWORD, MAIL_FROM, WEB_URL } = settings;
  const isProduction = NODE_ENV === 'production';
  const faults: string[] = [];
  if (!SMTP_HOST) {
    if (isProduction) faults.push('SMTP_HOST: must be set when NODE_ENV is production: mails in a folder reach nobody');
    const needless = (['SMTP_USER', 'SMTP_PASSWORD'] as const).filter((name) => settings[name]);
    faults.push(...needless.map((name) => `${name}: is of use only where SMTP_HOST is set`));
  }
  if (!MAIL_FROM && (SMTP_HOST || isProduction)) faults.push('MAIL_FROM: must be set, because mails are sent by a mail server');
  if (SMTP_USER && !SMTP_PASSWORD) faults.push('SMTP_PASSWORD: must be set where SMTP_USER is');
  if (SMTP_PASSWORD && !SMTP_USER) faults.push('SMTP_USER: must be set where SMTP_PASSWORD is');
  if (isProduction && SMTP_TLS === 'off' && SMTP_PASSWORD) faults.push('SMTP_TLS: off would send SMTP_PASSWORD in the clear');
  if (isProduction && (!WEB_URL || LOCAL_WEB.test(WEB_URL)))
    faults.push('WEB_URL: must be the public address of the web client when NODE_ENV is production: mails lead there');
  if (isProduction && settings.API_URL?.startsWith('http:'))
    faults.push('API_URL: must begin with https when NODE_ENV is production: mail programs follow nothing else');
  return faults;
}
