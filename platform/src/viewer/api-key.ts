import { crc32 } from 'node:zlib';

/**
 * The form of a key by which a program acts for a person: a mark by which scanners of repositories find it, 43 characters that stand for 256
 * bits, and a checksum, so that a key that was cut off or typed wrong is refused before anybody is asked. The checksum keeps nothing secret.
 */
const MARK = 'mq_';
/** A key of test mode: gateways tell by it where a request belongs. */
const TEST_MARK = 'mqt_';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BODY = 43;
const CHECK = 6;
const FORM = new RegExp(`^(?:${MARK}|${TEST_MARK})[0-9A-Za-z]{${BODY + CHECK}}$`);
/** How much of a key is shown to recognise it by: of 62^6 few begin alike. */
const SHOWN = 6;

/** The key that stands for 32 bytes. */
export function apiKeyOf(bytes: Uint8Array, { isTest = false }: { isTest?: boolean } = {}): string {
  const body = inDigits(BigInt(`0x${Buffer.from(bytes).toString('hex')}`), BODY);
  return `${isTest ? TEST_MARK : MARK}${body}${checkOf(body)}`;
}

/** How a key begins. */
export const startOfApiKey = (key: string): string => key.slice(0, markOf(key).length + SHOWN);

/** Is this meant to be a key, and no access token? */
export const isMeantAsApiKey = (token: string): boolean => token.startsWith(MARK) || isMeantAsTestKey(token);

/** Is this meant to be a key of test mode? */
export const isMeantAsTestKey = (token: string): boolean => token.startsWith(TEST_MARK);

/** Can this be a key? */
export function isApiKey(token: string): boolean {
  return FORM.test(token) && token.slice(-CHECK) === checkOf(token.slice(markOf(token).length, -CHECK));
}

const markOf = (key: string) => (isMeantAsTestKey(key) ? TEST_MARK : MARK);

const checkOf = (body: string) => inDigits(BigInt(crc32(body)), CHECK);

function inDigits(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; rest > 0n; rest /= 62n) text = DIGITS[Number(rest % 62n)]! + text;
  return text.padStart(length, '0');
}
