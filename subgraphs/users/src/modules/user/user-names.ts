import { skeleton } from '@marquee/platform';

/** A name as it looks at a glance, whatever its letters: `I`, `l`, `1` and `|` are one, `0` is `o`, and `rn` is `m`. */
const atAGlance = (name: string): string =>
  skeleton(name).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[i1|]/g, 'l').replace(/0/g, 'o').replace(/rn/g, 'm');

/** Names in which the platform, or somebody who works for it, speaks. */
const CLAIMS = [
  'marquee', 'admin', 'administrator', 'moderator', 'moderators', 'moderation', 'support', 'helpdesk', 'staff', 'official', 'security', 'system',
  'sysadmin', 'superuser', 'root', 'api', 'null', 'undefined', 'everyone', 'postmaster', 'webmaster', 'hostmaster', 'abuse', 'noreply',
]; // prettier-ignore
/** Words that make no claim by themselves, and none weaker beside one. */
const FILLERS = ['the', 'team', 'account', 'user', 'customer', 'service', 'services', 'desk', 'care', 'center', 'centre', 'help', 'real'];

const folded = (words: readonly string[]) => words.map(atAGlance).join('|');
const ANY_CLAIM = new RegExp(`(?:${folded(CLAIMS)})`);
const NOTHING_ELSE = new RegExp(`^(?:${folded([...CLAIMS, ...FILLERS])})+$`);
const PLATFORM = atAGlance('marquee');
const OFFICES = new Set(CLAIMS.filter((word) => word !== 'marquee').map(atAGlance));

const CHECK_MARKS = /[✓✔☑✅🗸🮱]/u;

/**
 * What is wrong with a name that people would take for the platform's, as the end of a sentence about it; null when nothing is. Refused are
 * names that consist of such words alone ("support", "marquee-official", "moderator1"), that name the platform and an office ("Jane from
 * Marquee Support"), in any letters that look like these, and names with a check mark, which `verified` stands for. "The Marquee Cinema" may be.
 */
export function faultOfName(name: string): string | null {
  if (CHECK_MARKS.test(name)) return 'must not contain a check mark: the platform shows who is verified';
  // Digits at the end, blanks and punctuation make no other name of it.
  const words = atAGlance(name.replace(/\d+$/, '')).split(/[^\p{L}\p{N}]+/u);
  const together = words.join('');
  const speaks = words.includes(PLATFORM) && words.some((word) => OFFICES.has(word));
  return speaks || (ANY_CLAIM.test(together) && NOTHING_ELSE.test(together))
    ? 'must not be a name of the platform or of those who work for it'
    : null;
}
