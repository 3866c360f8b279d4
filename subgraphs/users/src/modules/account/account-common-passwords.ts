import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Passwords of at least 8 characters that head every list of stolen ones; guesses begin with them. Lower case, one a line. */
const COMMON = new Set(readFileSync(join(__dirname, 'account-common-passwords.txt'), 'utf8').trim().split('\n'));

export const isCommonPassword = (password: string): boolean => COMMON.has(password.toLowerCase());
