import type { Logger } from '@marquee/platform';
import type { Database } from '../../db';
import type { Settings } from '../../env';
import { hash } from '../text/normalise';
import { BOUNDARIES } from '../assessment/recommendation';
import { SpamClassifier, type Example } from './spam-classifier';
import { readCorpus } from './spam-corpus';
import { judgeExamples, measureThreshold, type ThresholdMeasure } from './spam-measure';

export interface SpamModel {
  /** 0 is the one trained on the committed corpus alone. */
  version: number;
  classifier: SpamClassifier;
}

/** Decisions that a training looks at, the newest ones: bounded, because campaigns change and a training costs time. */
const MOST_DECISIONS = 2_000;

/** The one that no decision has taught yet: always the same, so a process trains it once. */
const untaught = (): Promise<SpamClassifier> => (fromCorpus ??= SpamClassifier.train(readCorpus()));
let fromCorpus: Promise<SpamClassifier> | undefined;

/**
 * The spam classifier in use. It begins with the committed corpus and learns from curators' decisions; what was learned is kept in the
 * database, so that all replicas use the same one.
 */
export class SpamModels {
  private model: Promise<SpamModel> | undefined;

  constructor(
    private readonly db: Database,
    private readonly settings: Settings,
    private readonly logger: Logger,
  ) {}

  current(): Promise<SpamModel> {
    // A failed load is not kept: the next screening tries again.
    this.model ??= this.load().catch((error: unknown) => {
      this.model = undefined;
      throw error;
    });
    return this.model;
  }

  /** Takes over what another replica has trained meanwhile. */
  async refresh(): Promise<void> {
    const [newest, known] = [await this.newestVersion(), await this.current()];
    if (newest !== null && newest > known.version) this.model = undefined;
  }

  /**
   * Trains on the corpus and the decisions, but for a fifth of the events that is held out, and adopts the result if it does not do
   * worse than the present one on those. Does nothing while too few decisions came since the last training.
   */
  async retrain(now: Date): Promise<void> {
    const decisions = await this.db.prisma.trainingExample.findMany({ orderBy: { createdAt: 'desc' }, take: MOST_DECISIONS });
    const last = await this.db.prisma.spamModel.findFirst({ orderBy: { version: 'desc' }, select: { trainedAt: true } });
    const fresh = decisions.filter((decision) => !last || decision.createdAt > last.trainedAt).length;
    if (fresh < this.settings.CURATION_SPAM_RETRAIN_AFTER) return;

    const isHeldOut = ({ eventId }: { eventId: string }) => hash(eventId) % 5 === 0;
    const [heldOut, learned] = [decisions.filter(isHeldOut), decisions.filter((decision) => !isHeldOut(decision))];
    // A curator's word about a whole event weighs as much as two texts that were made up.
    const examples: Example[] = learned.map(({ title, description, spam }) => ({ title, description, spam, weight: 2 }));
    const candidate = await SpamClassifier.train([...readCorpus(), ...examples]);
    const result = measureThreshold(judgeExamples(candidate, heldOut), BOUNDARIES.passSpam);
    const present = measureThreshold(judgeExamples((await this.current()).classifier, heldOut), BOUNDARIES.passSpam);
    const adopted = isBetter(result, present, this.settings.CURATION_SPAM_MIN_PRECISION);
    const { precision, recall } = result;
    const row = {
      weights: candidate.toBytes(),
      adopted,
      learned: learned.length,
      heldOut: heldOut.length,
      precision,
      recall,
      trainedAt: now,
    };
    const { version } = await this.db.prisma.spamModel.create({ data: row, select: { version: true } });
    if (adopted) this.model = Promise.resolve({ version, classifier: candidate });
    this.logger.info(
      { version, adopted, learned: learned.length, heldOut: heldOut.length, precision, recall },
      'a spam classifier was trained',
    );
  }

  private async load(): Promise<SpamModel> {
    const row = await this.db.prisma.spamModel.findFirst({ where: { adopted: true }, orderBy: { version: 'desc' } });
    const kept = row && SpamClassifier.fromBytes(row.weights);
    return kept ? { version: row.version, classifier: kept } : { version: 0, classifier: await untaught() };
  }

  private async newestVersion(): Promise<number | null> {
    const row = await this.db.prisma.spamModel.findFirst({
      where: { adopted: true },
      orderBy: { version: 'desc' },
      select: { version: true },
    });
    return row?.version ?? null;
  }
}

/** Not more mistakes than the present one, and not too many false alarms where it found anything at all. */
function isBetter(candidate: ThresholdMeasure, present: ThresholdMeasure, minPrecision: number): boolean {
  const mistakes = (of: ThresholdMeasure) => of.falseAlarms + of.missed;
  return mistakes(candidate) <= mistakes(present) && (candidate.precision === null || candidate.precision >= minPrecision);
}
