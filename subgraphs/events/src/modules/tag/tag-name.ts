/** Tags as they are kept, by hand or imported: lower case, words joined by hyphens, without doubles, in the author's order. */
export const normaliseTags = (tags: readonly string[]): string[] => [...new Set(tags.map(normaliseTag).filter((tag) => tag !== ''))];

export const normaliseTag = (tag: string): string =>
  tag
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’+]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
