import { SpamClassifier, type Example } from './spam-classifier';
import type { CorpusExample } from './spam-corpus';

export interface Judged {
  example: Example;
  probability: number;
}

/** How a threshold does on examples that were not learned from. Null where nothing was to be found or was found. */
export interface ThresholdMeasure {
  threshold: number;
  precision: number | null;
  recall: number | null;
  falseAlarms: number;
  missed: number;
}

/**
 * Cross-validation in which all examples of a family are held out together. With copies of one campaign on both sides the classifier
 * would only have to remember; this asks whether it knows a campaign it never saw.
 */
export async function judgeHeldOut(corpus: readonly CorpusExample[], folds: number): Promise<Judged[]> {
  const families = [...new Set(corpus.map((example) => example.family))].sort();
  const foldOf = new Map(families.map((family, index) => [family, index % folds]));
  const judged: Judged[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const classifier = await SpamClassifier.train(corpus.filter((example) => foldOf.get(example.family) !== fold));
    judged.push(
      ...judgeExamples(
        classifier,
        corpus.filter((example) => foldOf.get(example.family) === fold),
      ),
    );
  }
  return judged;
}

export const judgeExamples = (classifier: SpamClassifier, examples: readonly Example[]): Judged[] =>
  examples.map((example) => ({ example, probability: classifier.probability(example.title, example.description) }));

export function measureThreshold(judged: readonly Judged[], threshold: number): ThresholdMeasure {
  const count = (spam: boolean, found: boolean) =>
    judged.filter(({ example, probability }) => example.spam === spam && probability >= threshold === found).length;
  const [hits, falseAlarms, missed] = [count(true, true), count(false, true), count(true, false)];
  return {
    threshold,
    precision: hits + falseAlarms === 0 ? null : hits / (hits + falseAlarms),
    recall: hits + missed === 0 ? null : hits / (hits + missed),
    falseAlarms,
    missed,
  };
}

/** The probability that a random advertisement is judged worse than a random event (area under the ROC curve). */
export function rankingQuality(judged: readonly Judged[]): number {
  const of = (spam: boolean) => judged.filter(({ example }) => example.spam === spam).map(({ probability }) => probability);
  const [spam, honest] = [of(true), of(false)];
  const better = spam.reduce((sum, high) => sum + honest.reduce((wins, low) => wins + (high > low ? 1 : high === low ? 0.5 : 0), 0), 0);
  return better / (spam.length * honest.length);
}
