const LONGEST = 60;

/** Letters that do not come apart into a Latin one and a mark. */
const LATIN: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ħ: 'h', ı: 'i' };

/** "Jazz à l'aube" → "jazz-a-l-aube-0f3b9a1c": the title, and a part of the id, so that two of one title are two. */
export function collectionSlug(title: string, id: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\0-\x7f]/gu, (letter) => LATIN[letter] ?? '-')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '');
  return `${words || 'collection'}-${id.slice(0, 8)}`;
}
