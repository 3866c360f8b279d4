import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where mailboxes are made for one mail; one a line, and not all there are: new ones come every day. */
const DISPOSABLE = new Set(readFileSync(join(__dirname, 'risk-disposable-domains.txt'), 'utf8').trim().split('\n'));

/** Where everybody has an address: many of one of these say nothing. */
const OF_EVERYBODY = new Set([
  'gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'hotmail.fr', 'live.com', 'msn.com', 'yahoo.com', 'yahoo.ca', 'yahoo.fr', 'ymail.com',
  'icloud.com', 'me.com', 'mac.com', 'aol.com', 'proton.me', 'protonmail.com', 'gmx.de', 'gmx.net', 'web.de', 't-online.de', 'mail.com', 'mail.ru',
  'yandex.ru', 'qq.com', '163.com', '126.com', 'naver.com', 'orange.fr', 'free.fr', 'laposte.net', 'sfr.fr', 'libero.it', 'zoho.com', 'fastmail.com',
  'rogers.com', 'bell.net', 'shaw.ca', 'telus.net', 'sympatico.ca', 'comcast.net', 'verizon.net', 'att.net', 'btinternet.com',
]); // prettier-ignore

export const isDisposable = (domain: string): boolean => DISPOSABLE.has(domain) || DISPOSABLE.has(domain.split('.').slice(-2).join('.'));
export const isOfEverybody = (domain: string): boolean => OF_EVERYBODY.has(domain);
