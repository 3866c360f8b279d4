import { SpamClassifier } from './spam-classifier';
import type { CorpusExample } from './spam-corpus';
import { judge } from './spam-learner';
import { readWeights } from './spam-weights';

/**
 * Cross-validation in which all examples of a kind (or a template) are held out together. With copies of one campaign on both sides the
 * classifier would only have to remember; this asks whether it knows a campaign it never saw. `shown` is how what is held out is written.
 */
export function judgeHeldOut(
  corpus: readonly CorpusExample[],
  folds: number,
  { by = 'family', shown = (text) => text }: { by?: 'family' | 'template'; shown?: (text: string) => string } = {},
) {
  return heldOutFolds(corpus, folds, by).flatMap(({ learned, heldOut }) => {
    const classifier = SpamClassifier.train(learned, readWeights('mail-weights.bin'));
    const written = heldOut.map((example) => ({ ...example, title: shown(example.title), description: shown(example.description) }));
    return judge(classifier, written).map((judgement, index) => ({ ...judgement, example: heldOut[index]! }));
  });
}

export function heldOutFolds(corpus: readonly CorpusExample[], folds: number, by: 'family' | 'template') {
  const groups = [...new Set(corpus.map((example) => example[by]))].sort();
  const foldOf = new Map(groups.map((group, index) => [group, index % folds]));
  return Array.from({ length: folds }, (_, fold) => ({
    learned: corpus.filter((example) => foldOf.get(example[by]) !== fold),
    heldOut: corpus.filter((example) => foldOf.get(example[by]) === fold),
  }));
}
