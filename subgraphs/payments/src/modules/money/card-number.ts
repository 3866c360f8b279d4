/** Digits as people write card numbers: 13 to 19 of them, single blanks, dots or hyphens between. */
const CANDIDATE = /(?<![0-9])[0-9](?:[ .\u00a0-]?[0-9]){12,18}(?![0-9])/g;

/**
 * Does a text hold what looks like a card number: 13 to 19 digits whose check digit is right (Luhn, ISO/IEC 7812)? Such a text is refused
 * before anything is written: card numbers are the processor's affair, and may be in no database of ours.
 */
export const hasCardNumber = (text: string): boolean =>
  (text.normalize('NFKC').match(CANDIDATE) ?? []).some((found) => passesLuhn(found.replace(/[^0-9]/g, '')));

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0 && /[^0]/.test(digits);
}
