import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Language } from '../preference/preference-language';

/** How long a code is good, and how often somebody may guess it. */
export const CODE_LASTS_MS = 10 * 60_000;
export const GUESSES = 5;

/** Longer than any try takes, and shorter than somebody waits for a code. */
export const LEASE_MS = 60_000;
/** How long a message waits after its n-th try: 5 seconds, then 30, up to half as long again by chance (`random` is 0 to 1). */
export const waitAfter = (tries: number, random: number): number => 5_000 * 6 ** (tries - 1) * (1 + random / 2);

/** Six digits that only who has the server's secret can make of this id: no code lies in the database. */
export const codeOf = (secret: Buffer, id: string): string =>
  String(createHmac('sha256', secret).update(id).digest().readUIntBE(0, 6) % 1_000_000).padStart(6, '0');

export const isCode = (secret: Buffer, id: string, guess: string): boolean => {
  const [code, given] = [Buffer.from(codeOf(secret, id)), Buffer.from(guess)];
  return code.length === given.length && timingSafeEqual(code, given);
};

/** GSM 7-bit characters alone, so that a message is one part. */
const TEXTS: Record<Language, (code: string) => string> = {
  EN: (code) => `${code} is your Marquee code, good for 10 minutes. We never ask you for it.`,
  FR: (code) => `${code} est votre code Marquee, valable 10 minutes. Nous ne vous le demanderons jamais.`,
  DE: (code) => `${code} ist dein Marquee-Code, 10 Minuten gültig. Wir fragen dich nie danach.`,
  ES: (code) => `${code} es tu codigo de Marquee, valido 10 minutos. Nunca te lo pediremos.`,
};

export const textOf = (code: string, language: Language | null): string => TEXTS[language ?? 'EN'](code);
