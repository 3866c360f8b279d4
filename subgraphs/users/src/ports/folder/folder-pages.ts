import type { PublicHandler, PublicResponse } from '@marquee/platform';
import type { FolderMailer, KeptMail } from './folder-mailer';

/** Where the folder of mails is read. */
export const PAGES = '/dev/mail';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  // A mail is text of strangers: nothing of it runs, loads or is sent anywhere.
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** The pages of the folder: the list at `/dev/mail`, one mail at `/dev/mail/<id>`. `mailer` null: there are none. */
export const folderPages =
  (mailer: FolderMailer | null): PublicHandler =>
  async ({ path }) => {
    if (!mailer) return notFound;
    const id = path.slice(PAGES.length + 1);
    if (id === '') return page('Mails', listOf(await mailer.list()));
    const mail = await mailer.read(id);
    return mail ? page(mail.subject, readable(mail)) : notFound;
  };

const notFound: PublicResponse = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: 'There is nothing at this path.\n',
};

const page = (title: string, body: string): PublicResponse => ({
  status: 200,
  headers: HEADERS,
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}td{padding:.3rem 1rem .3rem 0;vertical-align:top}</style>
<h1>${escaped(title)}</h1>${body}</html>\n`,
});

function listOf(mails: readonly KeptMail[]): string {
  if (mails.length === 0) return '<p>No mail has been sent yet.</p>';
  const rows = mails.map(
    ({ id, to, subject, sentAt }) =>
      `<tr><td>${escaped(sentAt)}</td><td>${escaped(to)}</td><td><a href="${PAGES}/${escaped(id)}">${escaped(subject)}</a></td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}

const readable = ({ to, kind, sentAt, text }: KeptMail): string =>
  `<p>To ${escaped(to)}, ${escaped(sentAt)}, ${escaped(kind)}. <a href="${PAGES}">All mails</a></p><pre>${withLinks(text)}</pre>`;

/** Escaped first: what is between the brackets of a link is then only text. */
const withLinks = (text: string): string =>
  escaped(text).replace(/https?:\/\/[^\s<>"']+/g, (address) => `<a href="${address}" rel="noreferrer noopener">${address}</a>`);

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
