/** Enough to catch a slip of the pen; whether mail is read there is shown by writing to it. */
const EMAIL =
  /^[^\s\u0000-\u001f\u007f@"(),:;<>[\]\\]+@[^\s\u0000-\u001f\u007f@"(),:;<>[\]\\.]+(\.[^\s\u0000-\u001f\u007f@"(),:;<>[\]\\.]+)+$/;
const LONGEST = 254;

/** The address as typed, without blanks around it and composed in one way. */
export const tidyEmail = (typed: string): string => typed.normalize('NFC').trim();

export const isEmail = (address: string): boolean => address.length <= LONGEST && EMAIL.test(address);

/** The key under which an address is found, or null for a text that cannot be an address. */
export function emailKey(typed: string): string | null {
  const address = tidyEmail(typed);
  return isEmail(address) ? address.toLowerCase() : null;
}
