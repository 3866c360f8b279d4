import { SpamClassifier } from './spam-classifier';
import type { CorpusExample } from './spam-corpus';
import { judge } from './spam-learner';

/**
 * Cross-validation in which all examples of a family are held out together. With copies of one campaign on both sides the classifier
 * would only have to remember; this asks whether it knows a campaign it never saw.
 */
export function judgeHeldOut(corpus: readonly CorpusExample[], folds: number) {
  const families = [...new Set(corpus.map((example) => example.family))].sort();
  const foldOf = new Map(families.map((family, index) => [family, index % folds]));
  return Array.from({ length: folds }, (_, fold) => {
    const heldOut = corpus.filter(({ family }) => foldOf.get(family) === fold);
    const classifier = SpamClassifier.train(corpus.filter(({ family }) => foldOf.get(family) !== fold));
    return judge(classifier, heldOut).map((judgement, index) => ({ ...judgement, example: heldOut[index]! }));
  }).flat();
}
