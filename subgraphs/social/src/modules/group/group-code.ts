import { randomInt } from 'node:crypto';

/** Without I, L, O and U: what is read aloud or typed is not mistaken. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 20 letters and digits by chance: 100 bits, which nobody guesses. */
export const newCode = (): string => Array.from({ length: 20 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
