const MOST = 500;

/** Prisma puts the arguments of the call into its message; the reason is the last line. */
const PRISMA = /^\s*Invalid `[^`]*` invocation/;

/** In this order: an address may have digits in it, and an id looks like a token. */
const PERSONAL: readonly (readonly [RegExp, string])[] = [
  [/[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/gu, '[e-mail]'],
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '[token]'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '[id]'],
  [/\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{24,}\b/g, '[token]'],
  [/\b\d{1,3}(\.\d{1,3}){3}\b/g, '[address]'],
  [/\b[0-9a-f]{0,4}(:[0-9a-f]{0,4}){3,7}\b/gi, '[address]'],
  [/\+?\d[\d ().-]{6,}\d/g, '[number]'],
  // Postgres quotes the value that it could not read behind a colon; names of tables and columns stand elsewhere.
  [/: "[^"]*"/g, ': [value]'],
  [/\([^()]*\)=\([^()]*\)/g, '[values]'],
];

/** What an error says, without what it says about anybody: errors leave the house. */
export function withoutPersonal(text: string): string {
  const reason = PRISMA.test(text) ? (text.trim().split('\n').at(-1) ?? '') : text;
  return PERSONAL.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), reason.slice(0, MOST * 4)).slice(0, MOST);
}
