import { codeOfStep } from '../../subgraphs/users/src/modules/factor/factor-totp';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;

/** What an authenticator app shows now that was set up with a secret in base 32. */
export function codeOfApp(secret: string): string {
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  return codeOfStep(bytes, Math.floor(Date.now() / STEP_MS));
}
