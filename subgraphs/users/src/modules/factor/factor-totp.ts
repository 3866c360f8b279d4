import { createHmac } from 'node:crypto';

/** RFC 6238 with what every app knows: SHA-1, 30 seconds, 6 digits. */
const STEP_MS = 30_000;
const DIGITS = 6;
/** Clocks differ, and typing takes time: the step before and the one after are good, too. */
const SKEW = 1;

export const SECRET_BYTES = 20;

const stepAt = (time: Date): number => Math.floor(time.getTime() / STEP_MS);

/** The code of a step (RFC 4226, section 5.3). */
export function codeOfStep(secret: Uint8Array, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = digest.at(-1)! & 15;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** The step whose code this is, if it is good now and newer than the last one that was taken; null otherwise. */
export function stepOfCode(secret: Uint8Array, code: string, now: Date, lastStep: number | null): number | null {
  const present = stepAt(now);
  const steps = Array.from({ length: 2 * SKEW + 1 }, (_, at) => present - SKEW + at);
  return steps.find((step) => step > (lastStep ?? -1) && codeOfStep(secret, step) === code) ?? null;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base 32 (RFC 4648) without padding, as apps take it by hand. */
export function base32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? []).map((group) => ALPHABET[parseInt(group.padEnd(5, '0'), 2)]).join('');
}

/** What apps read from a QR code. */
export function totpUri(secret: Uint8Array, username: string): string {
  const parameters = new URLSearchParams({
    secret: base32(secret),
    issuer: 'Marquee',
    algorithm: 'SHA1',
    digits: String(DIGITS),
    period: '30',
  });
  return `otpauth://totp/Marquee:${encodeURIComponent(username)}?${parameters.toString()}`;
}
