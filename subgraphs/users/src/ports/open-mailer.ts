import path from 'node:path';
import type { Clock } from '@marquee/platform';
import type { Settings } from '../env';
import { FolderMailer } from './folder/folder-mailer';
import type { Mailer } from './mailer';

/** The mail server that the settings name, or else the folder. Opens nothing yet that could fail. */
export async function openMailer(settings: Settings, clock: Clock): Promise<Mailer> {
  const { SMTP_HOST: host, SMTP_PORT: port, SMTP_TLS: tls, MAIL_FROM: from } = settings;
  if (!host) return new FolderMailer(path.resolve(settings.MAIL_FOLDER), clock);
  // Nobody loads it who has no mail server.
  const { SmtpMailer } = await import('./smtp/smtp-mailer');
  return new SmtpMailer({ host, port, tls, user: settings.SMTP_USER ?? null, password: settings.SMTP_PASSWORD ?? null, from: from! });
}
