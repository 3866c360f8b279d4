/** What a classifier said of an example whose truth is known. */
export interface Judgement {
  truth: boolean;
  /** 0 to 1. */
  probability: number;
}

/** How a threshold does on examples that were not learned from. Null where nothing was to be found or was found. */
export interface ClassifierFigures {
  threshold: number;
  precision: number | null;
  recall: number | null;
  falseAlarms: number;
  missed: number;
}

export function classifierFigures(judgements: readonly Judgement[], threshold: number): ClassifierFigures {
  const count = (truth: boolean, found: boolean) =>
    judgements.filter((judgement) => judgement.truth === truth && judgement.probability >= threshold === found).length;
  const [hits, falseAlarms, missed] = [count(true, true), count(false, true), count(true, false)];
  return {
    threshold,
    precision: hits + falseAlarms === 0 ? null : hits / (hits + falseAlarms),
    recall: hits + missed === 0 ? null : hits / (hits + missed),
    falseAlarms,
    missed,
  };
}

/** The probability that a random true example is given more than a random false one (area under the ROC curve). */
export function rankingQuality(judgements: readonly Judgement[]): number {
  const of = (truth: boolean) => judgements.filter((one) => one.truth === truth).map(({ probability }) => probability);
  const [positive, negative] = [of(true), of(false)];
  const wins = (high: number) => negative.reduce((sum, low) => sum + (high > low ? 1 : high === low ? 0.5 : 0), 0);
  return positive.reduce((sum, high) => sum + wins(high), 0) / (positive.length * negative.length);
}
