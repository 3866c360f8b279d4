export const SLUG = /^[a-z0-9](?:[a-z0-9-]{1,58})[a-z0-9]$/;
export const SLUG_FAULT = 'must have 3 to 60 of a-z, 0-9 and -, and no - at either end';
const LONGEST = 60;

/** Letters that do not come apart into a Latin one and a mark. */
const LATIN: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ħ: 'h', ı: 'i' };

/** "Café de l'Olympia" → "cafe-de-l-olympia". A name without enough of these letters ("東京クラブ") is called by the organisation's id. */
export function slugOf(name: string, id: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\0-\x7f]/gu, (letter) => LATIN[letter] ?? '-')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '');
  return SLUG.test(slug) ? slug : `org-${id.slice(0, 8)}`;
}

/** What to try for a name, in this order: as it is, with 2 to 9 behind it, and at last with a part of the id, which nobody else has. */
export function slugsFor(name: string, id: string): string[] {
  const slug = slugOf(name, id);
  const endings = [...Array.from({ length: 8 }, (_, n) => `-${n + 2}`), `-${id.slice(0, 8)}`];
  return [slug, ...endings.map((ending) => slug.slice(0, LONGEST - ending.length).replace(/-+$/, '') + ending)];
}
