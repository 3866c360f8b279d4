import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { EventCopy, Prisma } from '../../generated/prisma/client';
import { snapshotOfCopy } from '../event/event-snapshot';
import { examinedQuality } from '../image/examined-image.store';
import type { SpamReason } from '../spam/spam-classifier';
import { completenessOf } from './completeness';
import { contentQualityOf } from './content-quality';
import { likeliestDuplicate, type Occasion } from './duplicate-risk';
import { duplicateCandidates } from './duplicate.sql';
import { imageQualityOf } from './image-quality';
import { overallOf, recommend, type Recommendation, type Scores } from './recommendation';
import { screeningFlags, type ScreeningFlag } from './screening-flags';

/** What one screening found; a row of `assessments` but for its ids. */
export interface Findings extends Scores {
  overall: number;
  recommendation: Recommendation;
  flags: ScreeningFlag[];
  duplicateOfId: string | null;
  modelVersion: number;
  spamReasons: SpamReason[];
  eventVersion: number;
}

/** The automatic look at an event: queries for its likely duplicates and its picture, the rest is arithmetic over its text. */
export async function screenEvent(step: Step, copy: EventCopy): Promise<Findings> {
  const { tx, kept } = step;
  const event = snapshotOfCopy(copy);
  const { version: modelVersion, model } = await kept.spam.current();
  const duplicate = likeliestDuplicate(copy, await tx.$queryRaw<Occasion[]>(duplicateCandidates(copy)));
  const examined = event.imageUrl === null ? null : await examinedQuality(step, event.imageUrl);
  const scores: Scores = {
    completeness: completenessOf(event),
    contentQuality: contentQualityOf(event),
    imageQuality: examined ?? imageQualityOf(event.imageUrl),
    spamProbability: model.probability(event.title, event.description),
    duplicateRisk: duplicate.risk,
  };
  return {
    ...scores,
    overall: overallOf(scores),
    recommendation: recommend(scores),
    flags: screeningFlags(event, scores, {
      disguisedWords: model.disguisedWords(event.title, event.description),
      imageExamined: examined !== null,
    }),
    // A faint likeness is no news to a curator.
    duplicateOfId: duplicate.risk >= 0.3 ? duplicate.eventId : null,
    modelVersion,
    spamReasons: model.reasons(event.title, event.description),
    eventVersion: copy.version,
  };
}

/** Keeps what a screening of a workflow found; returns the assessment's id. */
export async function keepAssessment({ tx, now }: Step, workflowId: string, findings: Findings, id = randomUUID()): Promise<string> {
  const spamReasons = findings.spamReasons as unknown as Prisma.InputJsonArray;
  await tx.assessment.create({ data: { id, workflowId, ...findings, spamReasons, createdAt: now } });
  return id;
}
