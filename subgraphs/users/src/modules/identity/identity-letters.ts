import type { Letter } from '../mail/mail-letter';

const OTHERWISE = 'If that was not you, change your password now, and look at the linked accounts in your settings.';

/** What we write to people about accounts of other providers. */
export const identityLetters = {
  linked: (username: string, label: string): Letter => ({
    subject: `Your account at ${label} signs in here now`,
    paragraphs: [`An account at ${label} signs in to the account ${username} at Marquee from now on.`, OTHERWISE],
  }),
  unlinked: (username: string, label: string): Letter => ({
    subject: `Your account at ${label} signs in here no more`,
    paragraphs: [`The account at ${label} signs in to the account ${username} at Marquee no more.`, OTHERWISE],
  }),
};
