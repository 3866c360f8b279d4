import type { Letter } from '../mail/mail-letter';

const OTHERWISE = 'If that was not you, change your password now: that ends all other sessions.';

/** What we write to people about their second factor. */
export const factorLetters = {
  on: (username: string): Letter => ({
    subject: 'Signing in needs a second step now',
    paragraphs: [
      `The account ${username} at Marquee asks for a code of an authenticator app from now on. Keep its backup codes in a safe place.`,
      OTHERWISE,
    ],
  }),
  code: (username: string, code: string): Letter => ({
    subject: 'Your code to sign in',
    paragraphs: [
      `${code} is the code for the account ${username} at Marquee, good for 10 minutes and once. We never ask you for it.`,
      'If you are not signing in, somebody knows your password: change it now.',
    ],
  }),
  channels: (username: string): Letter => ({
    subject: 'What your second step may be has changed',
    paragraphs: [`Where codes for the account ${username} at Marquee are sent was changed.`, OTHERWISE],
  }),
  renewed: (username: string): Letter => ({
    subject: 'You have other backup codes now',
    paragraphs: [`The account ${username} at Marquee has ten other backup codes. The former ones are void.`, OTHERWISE],
  }),
  off: (username: string): Letter => ({
    subject: 'Signing in needs no second step any more',
    paragraphs: [`The account ${username} at Marquee asks for no code any more.`, OTHERWISE],
  }),
};
