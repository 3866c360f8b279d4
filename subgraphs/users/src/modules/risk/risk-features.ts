import { faultOfLine, skeleton } from '@marquee/platform/text';
import { isDisposable, isOfEverybody } from './risk-domains';

/** What a new account shows of itself. */
export interface Newcomer {
  email: string;
  username: string;
  displayName: string;
}

/** How many other accounts were made near it in time: within an hour before or after, or from a day before to an hour after. */
export interface Neighbours {
  networkInHour: number;
  networkInDay: number;
  /** With an address of the same domain, where that is not everybody's. */
  domainInDay: number;
  /** With a username that is the same but for its digits. */
  stemInDay: number;
  /** False: nobody knows whence it was made. */
  isNetworkKnown: boolean;
}

/** What counts, each from 0 to about 1, and what staff are told where it weighs. */
export const FEATURES = [
  'MANY_OF_NETWORK_IN_HOUR',
  'MANY_OF_NETWORK_IN_DAY',
  'MANY_OF_DOMAIN',
  'MANY_OF_NAME',
  'DISPOSABLE_ADDRESS',
  'DIGITS_IN_ADDRESS',
  'DIGITS_IN_NAME',
  'UNSPEAKABLE_NAME',
  'ALIASED_ADDRESS',
  'INVISIBLE_CHARACTERS',
  'MIXED_SCRIPTS',
  'CLAIM_OR_ADVERT',
  'UNRELATED_NAMES',
  'UNKNOWN_NETWORK',
  'UNCOMMON_DOMAIN',
] as const;
export type Feature = (typeof FEATURES)[number];

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();
const localOf = (email: string): string => email.slice(0, email.lastIndexOf('@')).toLowerCase();

/** What usernames that a program counts up have in common; null for too little to compare. */
export function stemOf(username: string): string | null {
  const stem = username.toLowerCase().replace(/[\d._-]+/g, '');
  return stem.length >= 4 && /\d/.test(username) ? stem : null;
}

/** The domain by which neighbours are counted; null for one that everybody has. */
export function countedDomain(email: string): string | null {
  const domain = domainOf(email);
  return isOfEverybody(domain) ? null : domain;
}

const CLAIMS =
  /support|official|admin|moderator|helpdesk|security|verif|giveaway|prize|bonus|promo|crypto|casino|invest|cheap|discount|escort|viagra|followers|http|www\.|t\.me|telegram|whatsapp|\.(com|net|org|ru|xyz|io)\b|@/iu;

const much = (count: number, full: number): number => Math.min(1.5, Math.log1p(count) / Math.log1p(full));
const share = (text: string, pattern: RegExp): number => (text === '' ? 0 : (text.match(pattern) ?? []).length / text.length);

export function featuresOf({ email, username, displayName }: Newcomer, near: Neighbours): number[] {
  const [local, domain] = [localOf(email), domainOf(email)];
  const letters = username.toLowerCase().replace(/[^a-z]/g, '');
  const run = Math.max(0, ...(letters.match(/[bcdfghjklmnpqrstvwxz]+/g) ?? []).map((part) => part.length));
  const values: Record<Feature, number> = {
    MANY_OF_NETWORK_IN_HOUR: much(near.networkInHour, 10),
    MANY_OF_NETWORK_IN_DAY: much(near.networkInDay, 50),
    MANY_OF_DOMAIN: much(near.domainInDay, 10),
    MANY_OF_NAME: much(near.stemInDay, 10),
    DISPOSABLE_ADDRESS: Number(isDisposable(domain)),
    DIGITS_IN_ADDRESS: share(local, /\d/g),
    DIGITS_IN_NAME: Math.min(6, /\d*$/.exec(username)![0].length) / 6,
    UNSPEAKABLE_NAME: Math.min(1, Math.max(0, run - 3) / 4),
    ALIASED_ADDRESS: Number(local.includes('+') || (local.match(/\./g) ?? []).length >= 3),
    INVISIBLE_CHARACTERS: Number(faultOfLine(displayName) !== null),
    MIXED_SCRIPTS: Number(displayName.split(/\s+/).some(isMixed)),
    CLAIM_OR_ADVERT: Number(CLAIMS.test(skeleton(displayName)) || CLAIMS.test(skeleton(username))),
    UNRELATED_NAMES: Number(!areRelated(username, displayName) && !areRelated(username, local) && !areRelated(displayName, local)),
    UNKNOWN_NETWORK: Number(!near.isNetworkKnown),
    UNCOMMON_DOMAIN: Number(!isOfEverybody(domain)),
  };
  return FEATURES.map((name) => values[name]);
}

/** One word of Latin letters and of those that look like them. */
const isMixed = (word: string): boolean => /\p{Script=Latin}/u.test(word) && /\p{Script=Cyrillic}|\p{Script=Greek}/u.test(word);

/** Do they share three letters in a row, as names and addresses of one person do? A name in another script is written otherwise there. */
function areRelated(one: string, other: string): boolean {
  const [a, b] = [plain(one), plain(other)];
  if (a.length < 3 || b.length < 3) return true;
  for (let at = 0; at + 3 <= a.length; at++) if (b.includes(a.slice(at, at + 3))) return true;
  return false;
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
