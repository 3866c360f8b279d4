import type { Letter } from '../mail/mail-letter';

/** `link` has the token in it. */
export const exportReady = (username: string, until: Date, link: string): Letter => ({
  subject: 'Your data is ready',
  paragraphs: [
    `All that Marquee keeps of the account ${username} is in one file. You can fetch it until ${until.toISOString().slice(0, 10)} (UTC); then it is deleted.`,
    'Whoever has this link can fetch it: do not pass it on. If you did not ask for it, change your password now.',
  ],
  link: { label: 'Fetch my data', url: link },
});
