/** Is a password just what its owner is called or written to at? Whoever guesses tries that first, in any letter case. */
export const isOwnName = (password: string, { email, username }: { email: string; username: string }): boolean =>
  [email, username].map(folded).includes(folded(password));

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();
