import { classifierFigures, type ClassifierFigures, type Judgement, type Learner } from '@marquee/platform/learning';
import { BOUNDARIES } from '../assessment/recommendation';
import { SpamClassifier, type Example } from './spam-classifier';
import { readCorpus } from './spam-corpus';
import { readWeights } from './spam-weights';

export const judge = (classifier: SpamClassifier, examples: readonly Example[]): Judgement[] =>
  examples.map(({ title, description, spam }) => ({ truth: spam, probability: classifier.probability(title, description) }));

/** What learned from the committed corpus alone; `npm run train:spam` has written it. */
export const untaught = (): SpamClassifier => SpamClassifier.fromValues(readWeights('spam-weights.bin'))!;

/** Learns from the committed corpus and what curators decided; measured where PASS ends, because from there on a human looks. */
export const spamLearner: Learner<Example, SpamClassifier, ClassifierFigures> = {
  train: (decisions) =>
    decisions.length === 0 ? untaught() : SpamClassifier.train([...readCorpus(), ...decisions], readWeights('mail-weights.bin')),
  write: (classifier) => classifier.toBytes(),
  read: (bytes) => SpamClassifier.fromBytes(bytes),
  measure: (classifier, heldOut) => classifierFigures(judge(classifier, heldOut), BOUNDARIES.passSpam),
  // Whoever takes nothing for spam raises no false alarm, and is right about most.
  baseline: (heldOut) =>
    classifierFigures(
      heldOut.map(({ spam }) => ({ truth: spam, probability: 0 })),
      BOUNDARIES.passSpam,
    ),
};
