import { codeOfStep } from '../../subgraphs/users/src/modules/factor/factor-totp';

/** An app that shows codes, and the codes on paper beside it. */
export interface Factor {
  /** In base 32. */
  secret: string;
  /** Of the newest code that was typed. */
  lastStep: number;
  backupCodes: string[];
  /** The last code that was typed. */
  used?: string;
  /** It may be switched off already. */
  ending: boolean;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;

function bytesOf(base32: string): Uint8Array {
  const bits = [...base32].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2));
}

/** A code that was not typed yet: of the app, or else from the paper; one that is not good any more when there is none. */
export function nextCode(factor: Factor, now: Date): string {
  const present = Math.floor(now.getTime() / STEP_MS);
  const step = [present - 1, present, present + 1].find((each) => each > factor.lastStep);
  if (step !== undefined) factor.lastStep = step;
  return (factor.used = step === undefined ? (factor.backupCodes.shift() ?? '000000') : codeOfStep(bytesOf(factor.secret), step));
}
