import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';

export interface PhoneNumber {
  /** E.164: `+14165550100`. */
  number: string;
  /** Null where a number belongs to no country. */
  country: CountryCode | null;
}

/** What a person carries. Numbers that cost whoever writes to them more than others, or that nobody carries, are left out. */
const CARRIED = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE', 'VOIP', 'PERSONAL_NUMBER']);

/** A number as people write it, with its country (`+1 (416) 555-0100`); null for what is no number that a message reaches. */
export function phoneNumberOf(text: string): PhoneNumber | null {
  const parsed = parsePhoneNumberFromString(text);
  if (!parsed?.isValid() || !CARRIED.has(parsed.getType() ?? '') || parsed.ext) return null;
  return { number: parsed.number, country: parsed.country ?? null };
}
