import { Refusal } from '@marquee/platform';
import type { ImpactView } from './impact.types';

/** `wasGiven`: a token came with it, which is not worth anything (any more). */
export const confirmationNeeded = (impact: ImpactView, people: number, wasGiven: boolean) =>
  new Refusal(
    'ConfirmationNeeded',
    'NOT_ALLOWED_NOW',
    wasGiven
      ? 'What this does to people is not what was confirmed. Look at it again, then confirm it.'
      : `This concerns ${people} people or their orders. Look at what it does, then confirm it.`,
    { impact },
    { nextStep: 'COMPLETE_ACTION' },
  );
