import { crc32 } from 'node:zlib';

/**
 * The form of a key by which a program acts for a person: a mark by which scanners of repositories find it, 43 characters that stand for 256
 * bits, and a checksum, so that a key that was cut off or typed wrong is refused before anybody is asked. The checksum keeps nothing secret.
 */
const MARK = 'mq_';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BODY = 43;
const CHECK = 6;
const FORM = new RegExp(`^${MARK}[0-9A-Za-z]{${BODY + CHECK}}$`);
/** How much of a key is shown to recognise it by: of 62^6 few begin alike. */
const SHOWN = MARK.length + 6;

/** The key that stands for 32 bytes. */
export function apiKeyOf(bytes: Uint8Array): string {
  const body = inDigits(BigInt(`0x${Buffer.from(bytes).toString('hex')}`), BODY);
  return `${MARK}${body}${checkOf(body)}`;
}

/** How a key begins. */
export const startOfApiKey = (key: string): string => key.slice(0, SHOWN);

/** Is this meant to be a key, and no access token? */
export const isMeantAsApiKey = (token: string): boolean => token.startsWith(MARK);

/** Can this be a key? */
export function isApiKey(token: string): boolean {
  return FORM.test(token) && token.slice(-CHECK) === checkOf(token.slice(MARK.length, -CHECK));
}

const checkOf = (body: string) => inDigits(BigInt(crc32(body)), CHECK);

function inDigits(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; rest > 0n; rest /= 62n) text = DIGITS[Number(rest % 62n)]! + text;
  return text.padStart(length, '0');
}
