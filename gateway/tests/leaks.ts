/** What must never be in anything a client gets: addresses, stack traces, SQL, file paths, names of our libraries' faults. */
const LEAKS: readonly RegExp[] = [
  /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/,
  /\blocalhost(?::\d+)?\b/i,
  /\b[\w.-]+\.invalid\b/,
  /https?:\/\//,
  /\n\s+at /,
  /\bat \w[\w.<>]* \(/,
  /(?:\/[\w.-]+){2,}\.(?:js|ts|mjs|cjs|json)\b/,
  /node_modules|node:internal/,
  /\b(?:SELECT|INSERT|UPDATE|DELETE)\b.+\b(?:FROM|INTO|SET|WHERE)\b/,
  /\bECONN|ENOTFOUND|EPIPE|ETIMEDOUT|UND_ERR/,
  /\bP\d{4}\b/,
  /relation "/,
  /_entities|representations|_Any\b|join__|_service\b/,
  /TypeError|ReferenceError|Cannot read propert/,
];

/** The leaks in a text, for `expect(leaksIn(text)).toEqual([])`. `given` is what the client itself sent, which may come back. */
export function leaksIn(text: string, given = ''): string[] {
  return LEAKS.flatMap((pattern) => {
    const found = pattern.exec(text)?.[0];
    return found !== undefined && !given.includes(found) ? [found] : [];
  });
}
