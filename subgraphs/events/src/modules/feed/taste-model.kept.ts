import { join } from 'node:path';
import { LearnedModel, type Basics } from '@marquee/platform';
import type { Settings } from '../../env';
import type { PrismaClient } from '../../generated/prisma/client';
import { tasteLearner, type Chosen, type TasteFigures, type TasteModel } from './taste-learner';
import { CHOICES } from './taste.sql';

/** People that a training looks at: those who chose something last. */
const MOST_PEOPLE = 20_000;
/** So many people whose choices are news. */
const LEARN_AFTER = 20;

/** What people chose alike. It begins with nothing, and is trained of the choices of those who let it be learned from them. */
export class TasteModels extends LearnedModel<readonly Chosen[], TasteModel, TasteFigures> {
  constructor(parts: Basics<PrismaClient, Settings>) {
    const { db } = parts;
    super(parts, {
      name: 'tastes',
      format: 'implicit-factors-1',
      lesson: join(__dirname, 'taste-lesson.heavy.ts'),
      read: (parameters) => tasteLearner.read(parameters),
      learnAfter: LEARN_AFTER,
      rule: { leastHeldOut: 3, loss: ({ hitRate }) => 1 - hitRate, acceptable: () => true },
      async examples() {
        const rows = await db.query<{ userId: string; at: Date; choices: { eventId: string; weight: number; until: string }[] }>({
          name: 'choices_of_people',
          text: CHOICES,
          values: [MOST_PEOPLE],
        });
        return rows.map(({ userId, at, choices }) => ({
          group: userId,
          at,
          example: choices.map((choice) => ({ ...choice, userId, until: Date.parse(choice.until) })),
        }));
      },
    });
  }
}
