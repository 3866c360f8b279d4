import { domainToASCII, domainToUnicode } from 'node:url';
import { faultOfLine } from '@marquee/platform';

/** Enough to catch a slip of the pen; whether mail is read there is shown by writing to it. */
const EMAIL =
  /^[^\s\u0000-\u001f\u007f@"(),:;<>[\]\\]+@[^\s\u0000-\u001f\u007f@"(),:;<>[\]\\.]+(\.[^\s\u0000-\u001f\u007f@"(),:;<>[\]\\.]+)+$/;
const LONGEST = 254;

/** The address as typed, without blanks around it and composed in one way. */
export const tidyEmail = (typed: string): string => typed.normalize('NFC').trim();

/** Nothing in an address is invisible, and its domain is one that names can be looked up in. */
export const isEmail = (address: string): boolean =>
  address.length <= LONGEST && EMAIL.test(address) && faultOfLine(address) === null && domainToASCII(domainOf(address)) !== '';

/**
 * The keys under which an address may be found, none for a text that cannot be an address. The first is that of new accounts: a domain in
 * its ASCII form, so that `münchen.example` and `xn--mnchen-3ya.example` are one. Accounts made before have the one that was typed then.
 */
export function emailKeys(typed: string): string[] {
  const address = tidyEmail(typed);
  if (address.length > LONGEST || !EMAIL.test(address)) return [];
  const local = address.slice(0, address.lastIndexOf('@')).toLowerCase();
  const ascii = domainToASCII(domainOf(address));
  const forms = ascii ? [ascii, domainToUnicode(ascii)] : [];
  return [...new Set([...forms, domainOf(address).toLowerCase()].map((domain) => `${local}@${domain}`))];
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
