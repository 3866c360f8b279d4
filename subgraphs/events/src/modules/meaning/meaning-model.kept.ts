import { join } from 'node:path';
import { LearnedModel, type Basics, type ModelInUse } from '@marquee/platform';
import type { Settings } from '../../env';
import type { PrismaClient } from '../../generated/prisma/client';
import { meaningOf, type LatentWords } from './latent-words';
import { meaningLearner, type MeaningFigures, type ToldText } from './meaning-learner';
import { NEWS, TOLD } from './meaning.sql';

/** Events that a training looks at: those that came on show last. */
const MOST_EVENTS = 10_000;
/** So many events are news. */
const LEARN_AFTER = 50;

/** What a query is about, by the model in use. */
export interface Meant {
  version: number;
  vector: number[];
}

/** What the words of events on show have to do with each other. It begins with nothing, and is learned of their texts. */
export class MeaningModels extends LearnedModel<ToldText, LatentWords, MeaningFigures> {
  constructor(parts: Basics<PrismaClient, Settings>) {
    const { db } = parts;
    super(parts, {
      name: 'meanings',
      format: 'latent-words-1',
      lesson: join(__dirname, 'meaning-lesson.heavy.ts'),
      read: (parameters) => meaningLearner.read(parameters),
      learnAfter: LEARN_AFTER,
      rule: { leastHeldOut: 20, loss: ({ alike }) => 1 - alike, acceptable: () => true },
      news: async (after, most) => (await db.query({ name: 'news_of_texts', text: NEWS, values: [after, most] })).length,
      async examples() {
        const rows = await db.query<ToldText & { id: string; at: Date }>({ name: 'told_texts', text: TOLD, values: [MOST_EVENTS] });
        return rows.map(({ id, at, text, categorySlug }) => ({ group: id, at, example: { text, categorySlug } }));
      },
    });
  }

  private inUse: ModelInUse<LatentWords> | null = null;

  override async current(): Promise<ModelInUse<LatentWords>> {
    return (this.inUse = await super.current());
  }

  /** Null while nothing was learned or read yet, and for words that are not known. Nobody waits for a model. */
  meant(text: string): Meant | null {
    // What fails here is logged where the jobs ask.
    this.current().catch(() => undefined);
    if (!this.inUse) return null;
    const vector = meaningOf(this.inUse.model, text);
    return vector && { version: this.inUse.version, vector: [...vector] };
  }
}
