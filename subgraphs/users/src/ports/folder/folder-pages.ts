import type { PublicHandler, PublicResponse } from '@marquee/platform';
import type { Mail } from '../mailer';
import type { Push } from '../pusher';
import type { Sms } from '../sms-sender';
import type { Folder, KeptIn } from './folder';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  // A mail is text of strangers: nothing of it runs, loads or is sent anywhere.
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** What pages show of the things in a folder. */
interface Pages<Item> {
  /** Where they are. */
  path: string;
  title: string;
  nothing: string;
  shown(item: Item): { to: string; title: string; about: string; text: string };
}

export const MAIL_PAGES: Pages<Mail> = {
  path: '/dev/mail',
  title: 'Mails',
  nothing: 'No mail has been sent yet.',
  shown: ({ to, subject, kind, text }) => ({ to, title: subject, about: kind, text }),
};

export const MESSAGE_PAGES: Pages<Sms> = {
  path: '/dev/messages',
  title: 'Short messages',
  nothing: 'No short message has been sent yet.',
  shown: ({ to, kind, text }) => ({ to, title: text, about: kind, text }),
};

export const PUSH_PAGES: Pages<Push> = {
  path: '/dev/pushes',
  title: 'Push notifications',
  nothing: 'No push notification has been sent yet.',
  shown: (push) => ({ to: push.token, title: push.title ?? '(silent)', about: push.provider, text: JSON.stringify(push, null, 2) }),
};

/** The pages of a folder: the list at its path, one thing below it. `folder` null: there are none. */
export function folderPages<Item extends { id: string }>(pages: Pages<Item>, folder: Folder<Item> | null): Record<string, PublicHandler> {
  const { path: top, title, nothing, shown } = pages;
  const handler: PublicHandler = async ({ path }) => {
    if (!folder) return NOT_FOUND;
    const id = path.slice(top.length + 1);
    if (id === '') {
      const rows = (await folder.list()).map((item) => rowOf(top, item, shown(item)));
      return page(title, rows.length === 0 ? `<p>${nothing}</p>` : `<table>${rows.join('')}</table>`);
    }
    const item = await folder.read(id);
    if (!item) return NOT_FOUND;
    const { to, title: subject, about, text } = shown(item);
    const line = `To ${escaped(to)}, ${escaped(item.sentAt)}, ${escaped(about)}. <a href="${top}">All of them</a>`;
    return page(subject, `<p>${line}</p><pre>${withLinks(text)}</pre>`);
  };
  return { [top]: handler, [`${top}/*`]: handler };
}

const NOT_FOUND: PublicResponse = {
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

const rowOf = (top: string, { id, sentAt }: KeptIn<{ id: string }>, { to, title }: { to: string; title: string }): string =>
  `<tr><td>${escaped(sentAt)}</td><td>${escaped(to)}</td><td><a href="${top}/${escaped(id)}">${escaped(title)}</a></td></tr>`;

/** Escaped first: what is between the brackets of a link is then only text. */
const withLinks = (text: string): string =>
  escaped(text).replace(/https?:\/\/[^\s<>"']+/g, (address) => `<a href="${address}" rel="noreferrer noopener">${address}</a>`);

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
