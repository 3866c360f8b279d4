export interface Answer {
  truth: string;
  guess: string;
}

/** F1 of one class: harmonic mean of precision and recall; 0 where nothing of it was found. */
export function f1Of(slug: string, answers: readonly Answer[]): number {
  const hits = answers.filter(({ truth, guess }) => truth === slug && guess === slug).length;
  const guessed = answers.filter(({ guess }) => guess === slug).length;
  const true_ = answers.filter(({ truth }) => truth === slug).length;
  return guessed + true_ === 0 ? 0 : (2 * hits) / (guessed + true_);
}

/** The mean over all classes that are true of some record, each counting alike. */
export function macroF1(answers: readonly Answer[]): number {
  const slugs = [...new Set(answers.map(({ truth }) => truth))];
  return slugs.reduce((sum, slug) => sum + f1Of(slug, answers), 0) / slugs.length;
}

export const accuracy = (answers: readonly Answer[]): number =>
  answers.filter(({ truth, guess }) => truth === guess).length / answers.length;
