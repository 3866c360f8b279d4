import type { Tx } from '../../db';
import type { EventCopy } from '../../generated/prisma/client';
import { snapshotOfCopy } from '../event/event.snapshot';
import type { SpamModels } from '../spam/spam.models';
import { completenessOf } from './completeness';
import { contentQualityOf } from './content-quality';
import { duplicateCandidates } from './duplicate.candidates';
import { likeliestDuplicate } from './duplicate.risk';
import { imageQualityOf } from './image-quality';
import { overallOf, recommend, type Recommendation, type Scores } from './recommendation';
import { screeningFlags, type ScreeningFlag } from './screening.flags';

/** What one screening found; a row of `assessments` but for its ids. */
export interface Findings extends Scores {
  overall: number;
  recommendation: Recommendation;
  flags: ScreeningFlag[];
  duplicateOfId: string | null;
  modelVersion: number;
  eventVersion: number;
}

/** The automatic first look at an event: one query for its likely duplicates, the rest is arithmetic over its text. */
export class Screening {
  constructor(private readonly spam: SpamModels) {}

  async screen(tx: Tx, copy: EventCopy): Promise<Findings> {
    const event = snapshotOfCopy(copy);
    const model = await this.spam.current();
    const duplicate = likeliestDuplicate(copy, await duplicateCandidates(tx, copy));
    const scores: Scores = {
      completeness: completenessOf(event),
      contentQuality: contentQualityOf(event),
      imageQuality: imageQualityOf(event.imageUrl),
      spamProbability: model.classifier.probability(event.title, event.description),
      duplicateRisk: duplicate.risk,
    };
    return {
      ...scores,
      overall: overallOf(scores),
      recommendation: recommend(scores),
      flags: screeningFlags(event, scores),
      // A faint likeness is no news to a curator.
      duplicateOfId: duplicate.risk >= 0.3 ? duplicate.eventId : null,
      modelVersion: model.version,
      eventVersion: copy.version,
    };
  }
}
