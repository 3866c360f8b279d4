import { join } from 'node:path';
import { LearnedModel, type Basics, type ClassifierFigures } from '@marquee/platform';
import type { Settings } from '../../env';
import type { PrismaClient } from '../../generated/prisma/client';
import { SpamClassifier, type Example } from './spam-classifier';

/** Decisions that a training looks at, the newest ones: bounded, because campaigns change and a training costs time. */
const MOST_DECISIONS = 2_000;
/** A curator's word about a whole event weighs as much as two texts that were made up. */
const WEIGHT_OF_A_DECISION = 2;

/** The spam classifier. It begins with the committed corpus and learns from curators' decisions. */
export class SpamModel extends LearnedModel<Example, SpamClassifier, ClassifierFigures> {
  constructor(parts: Basics<PrismaClient, Settings>) {
    const { db, settings } = parts;
    super(parts, {
      name: 'spam',
      format: 'hashed-words-2',
      lesson: join(__dirname, 'spam-lesson.heavy.ts'),
      read: (parameters) => SpamClassifier.fromBytes(parameters),
      learnAfter: settings.CURATION_SPAM_RETRAIN_AFTER,
      rule: {
        leastHeldOut: 3,
        loss: ({ falseAlarms, missed }) => falseAlarms + missed,
        // Not too many false alarms, where it found anything at all.
        acceptable: ({ precision }) => precision === null || precision >= settings.CURATION_SPAM_MIN_PRECISION,
      },
      async examples() {
        const decisions = await db.prisma.trainingExample.findMany({ orderBy: { createdAt: 'desc' }, take: MOST_DECISIONS });
        return decisions.map(({ eventId, createdAt, title, description, spam }) => ({
          group: eventId,
          at: createdAt,
          example: { title, description, spam, weight: WEIGHT_OF_A_DECISION },
        }));
      },
    });
  }
}
