import type { Letter } from '../mail/mail-letter';

const day = (date: Date) => `${date.toISOString().slice(0, 10)} (UTC)`;

/** What we write to people whose account is to be erased. `link` has the token in it. */
export const erasureLetters = {
  confirmed: (username: string, from: Date, link: string): Letter => ({
    subject: 'Your account will be erased',
    paragraphs: [
      `The account ${username} at Marquee is deactivated, and will be erased on ${day(from)}. Until then you can call that off: follow the link, or sign in.`,
      'If that was not you, call it off now and choose a new password.',
    ],
    link: { label: 'See how far it is, or call it off', url: link },
  }),
  soon: (username: string, from: Date, link: string): Letter => ({
    subject: 'Your account will be erased soon',
    paragraphs: [
      `The account ${username} at Marquee will be erased on ${day(from)}, for good. If you want to keep it, call that off before.`,
      'If you want it to be erased, there is nothing to do.',
    ],
    link: { label: 'See how far it is, or call it off', url: link },
  }),
  cancelled: (username: string): Letter => ({
    subject: 'Your account stays',
    paragraphs: [
      `The account ${username} at Marquee will not be erased. It is as it was; sign in anew.`,
      'If that was not you, choose a new password.',
    ],
  }),
  done: (link: string): Letter => ({
    subject: 'Your account is erased',
    paragraphs: [
      'Your account at Marquee is erased in every part of the platform. Orders and the accounts of their money are kept under a pseudonym, because the law asks for it.',
      'This is the last mail: your address is forgotten with it.',
    ],
    link: { label: 'The receipts', url: link },
  }),
};
