import { takeStep, type PublicHandler, type PublicResponse } from '@marquee/platform';
import type { Step } from '../../context';
import { VARIABLES } from './notification-kinds';
import { readUnsubscribeToken, UNSUBSCRIBE_PATH } from './notification-unsubscribe';
import { unsubscribe } from './notification-unsubscribe.store';
import type { Kept } from '../../kept';
import type { NotificationType } from '../../generated/prisma/client';

const KINDS = Object.keys(VARIABLES) as NotificationType[];

/**
 * What the address in `List-Unsubscribe` does. POST switches the mails off, because mail programs send it when their reader wants that; GET asks
 * first, because whoever looks through links for viruses follows it, too.
 */
export const unsubscribePage =
  (kept: Pick<Kept, 'secrets'> & Kept): PublicHandler =>
  async ({ method, path, caller }) => {
    const meant = readUnsubscribeToken(kept.secrets.unsubscribing, path.slice(UNSUBSCRIBE_PATH.length + 1));
    if (!meant) return page(404, 'This link is not one of ours, or not whole.');
    if (method !== 'POST')
      return page(
        200,
        'Shall we send you no more mails of this kind?',
        '<form method="post"><button name="List-Unsubscribe" value="One-Click">No more of them</button></form>',
      );
    await takeStep(kept, caller.correlationId, (step: Step) => unsubscribe(step, meant.userId, meant.from, KINDS));
    return page(200, 'Done: no more mails of this kind. What else you get you choose in the settings of the app.');
  };

const page = (status: number, words: string, more = ''): PublicResponse => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  },
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mails</title><p>${words}</p>${more}</html>\n`,
});
