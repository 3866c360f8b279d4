import type { EventSnapshot } from '../event/event-snapshot';
import { shouting } from '../text/shouting';
import { hasSoundTimes } from './completeness';
import { SHORT_DESCRIPTION } from './content-quality';
import { BOUNDARIES, type Scores } from './recommendation';

export type ScreeningFlag =
  'POSSIBLE_SPAM' | 'POSSIBLE_DUPLICATE' | 'SHOUTING' | 'ODD_DURATION' | 'SHORT_DESCRIPTION' | 'NO_PLACE' | 'NO_IMAGE';

/** What a curator should look at, most important first. */
export function screeningFlags(event: EventSnapshot, scores: Scores): ScreeningFlag[] {
  const noticed: [ScreeningFlag, boolean][] = [
    ['POSSIBLE_SPAM', scores.spamProbability >= BOUNDARIES.passSpam],
    ['POSSIBLE_DUPLICATE', scores.duplicateRisk >= BOUNDARIES.passDuplicate],
    ['SHOUTING', shouting(event.title, event.description) >= 0.5],
    ['ODD_DURATION', !hasSoundTimes(event)],
    ['SHORT_DESCRIPTION', event.description.trim().length < SHORT_DESCRIPTION],
    ['NO_PLACE', event.venue?.latitude == null],
    ['NO_IMAGE', event.imageUrl === null],
  ];
  return noticed.filter(([, is]) => is).map(([flag]) => flag);
}
