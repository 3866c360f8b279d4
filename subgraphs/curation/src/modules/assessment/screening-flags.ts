import type { EventSnapshot } from '../event/event-snapshot';
import { shouting } from '../text/shouting';
import { hasSoundTimes } from './completeness';
import { SHORT_DESCRIPTION } from './content-quality';
import { BOUNDARIES, type Scores } from './recommendation';

export type ScreeningFlag =
  | 'POSSIBLE_SPAM'
  | 'POSSIBLE_DUPLICATE'
  | 'DISGUISED'
  | 'SHOUTING'
  | 'ODD_DURATION'
  | 'SHORT_DESCRIPTION'
  | 'NO_PLACE'
  | 'NO_IMAGE'
  | 'POOR_IMAGE';

/** Below this a picture does an event no good. */
const POOR_IMAGE = 0.35;
/** One odd word is a name or a joke. */
const FEWEST_DISGUISED = 2;

/** What is seen beside the scores. */
export interface Noticed {
  /** Words written so that a program reads other ones. */
  disguisedWords: number;
  /** The picture's pixels were measured. */
  imageExamined: boolean;
}

/** What a curator should look at, most important first. */
export function screeningFlags(event: EventSnapshot, scores: Scores, { disguisedWords, imageExamined }: Noticed): ScreeningFlag[] {
  const noticed: [ScreeningFlag, boolean][] = [
    ['POSSIBLE_SPAM', scores.spamProbability >= BOUNDARIES.passSpam],
    ['POSSIBLE_DUPLICATE', scores.duplicateRisk >= BOUNDARIES.passDuplicate],
    ['DISGUISED', disguisedWords >= FEWEST_DISGUISED],
    ['SHOUTING', shouting(event.title, event.description) >= 0.5],
    ['ODD_DURATION', !hasSoundTimes(event)],
    ['SHORT_DESCRIPTION', event.description.trim().length < SHORT_DESCRIPTION],
    ['NO_PLACE', event.venue?.latitude == null],
    ['NO_IMAGE', event.imageUrl === null],
    ['POOR_IMAGE', imageExamined && scores.imageQuality < POOR_IMAGE],
  ];
  return noticed.filter(([, is]) => is).map(([flag]) => flag);
}
