import type { Letter } from '../mail/mail-letter';

/** What we write to people about their account. `link` has the token in it. */
export const letters = {
  verifyAddress: (username: string, link: string): Letter => ({
    subject: 'Is this your address?',
    paragraphs: [
      `Somebody gave this address for the account ${username} at Marquee. If that was you, follow the link within 24 hours.`,
      'If it was not, do nothing: without the link the address is nobody’s.',
    ],
    link: { label: 'This is my address', url: link },
  }),
  resetPassword: (username: string, link: string): Letter => ({
    subject: 'A new password',
    paragraphs: [
      `Somebody asked for a new password for the account ${username} at Marquee. If that was you, follow the link within 10 minutes.`,
      'If it was not, do nothing: the password stays as it is.',
    ],
    link: { label: 'Choose a new password', url: link },
  }),
  passwordChanged: (username: string): Letter => ({
    subject: 'Your password was changed',
    paragraphs: [
      `The account ${username} at Marquee has another password from now on, and its other sessions have ended.`,
      'If that was not you, ask for a new password at once, and look after your mail.',
    ],
  }),
  addressChangeAsked: (username: string): Letter => ({
    subject: 'Another address for your account',
    paragraphs: [
      `Somebody who knows the password of the account ${username} at Marquee asked to give it another address. This one holds until the other is shown to be theirs.`,
      'If that was not you, change your password now: that ends all other sessions.',
    ],
  }),
  addressChanged: (username: string): Letter => ({
    subject: 'Your account has another address now',
    paragraphs: [
      `The account ${username} at Marquee has another address from now on, and this one does not sign in any more.`,
      'If that was not you, write to the platform.',
    ],
  }),
};
