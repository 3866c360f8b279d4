import { IntlMessageFormat } from 'intl-messageformat';
import { escaped } from '../mail/mail-letter';
import type { Language } from '../preference/preference-language';
import { LETTERS } from './notification-letter-texts';

interface Item {
  title: string;
  body: string;
  url: string;
}

/** More than these are counted: they stand in the app. */
const SHOWN = 20;

/** What there is of several, in two lines. */
export function summaryOf(items: readonly Pick<Item, 'title'>[], language: Language): { title: string; body: string } {
  const title = String(new IntlMessageFormat(LETTERS[language].subject, language.toLowerCase()).format({ count: items.length }));
  return { title, body: items.map((item) => item.title).join(' · ') };
}

/** One notification, or what there is of them, as a mail: text, and a page that says the same. */
export function letterOf(items: readonly Item[], language: Language, settingsUrl: string): { subject: string; text: string; html: string } {
  const words = LETTERS[language];
  const [first] = items;
  const say = (template: string, count: number) => String(new IntlMessageFormat(template, language.toLowerCase()).format({ count }));
  const subject = items.length === 1 ? first!.title : say(words.subject, items.length);
  const shown = items.slice(0, SHOWN);
  const hidden = items.length - shown.length;
  const text = [
    ...shown.map(({ title, body, url }) => [...(items.length === 1 ? [] : [title]), body, url].join('\n')),
    ...(hidden > 0 ? [say(words.more, hidden)] : []),
    `${words.why}\n${settingsUrl}`,
  ].join('\n\n');
  const html = [
    ...shown.map(({ title, body, url }) => `<h2><a href="${escaped(url)}">${escaped(title)}</a></h2>\n<p>${escaped(body)}</p>`),
    ...(hidden > 0 ? [`<p>${escaped(say(words.more, hidden))}</p>`] : []),
    `<hr>\n<p><small><a href="${escaped(settingsUrl)}">${escaped(words.why)}</a></small></p>`,
  ].join('\n');
  const lang = language.toLowerCase();
  return { subject, text: `${text}\n`, html: `<!doctype html><html lang="${lang}"><body>\n${html}\n</body></html>\n` };
}
