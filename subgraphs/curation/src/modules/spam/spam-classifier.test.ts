import { classifierFigures, rankingQuality } from '@marquee/platform/learning';
import { calibrationError } from './spam-calibration';
import { SpamClassifier } from './spam-classifier';
import { readCorpus } from './spam-corpus';
import { untaught } from './spam-learner';
import { judgeHeldOut } from './spam-measure';
import { readWeights } from './spam-weights';

const corpus = readCorpus();
let classifier: SpamClassifier;
beforeAll(() => {
  classifier = SpamClassifier.train(corpus, readWeights('mail-weights.bin'));
});

describe('the spam classifier', () => {
  it('finds advertisements of kinds that it never saw, and never condemns an event (C15)', () => {
    const texts = ({ template }: { template: string }) => !template.startsWith('templates.txt');
    const judged = judgeHeldOut(corpus, 5).filter(({ example }) => texts(example));
    expect(rankingQuality(judged)).toBeGreaterThan(0.97);
    const [doubtful, certain] = [classifierFigures(judged, 0.3), classifierFigures(judged, 0.9)];
    expect(doubtful.recall).toBeGreaterThan(0.8);
    expect(doubtful.precision).toBeGreaterThan(0.95);
    expect(certain.falseAlarms).toBe(0);
    expect(certain.recall).toBeGreaterThan(0.15);
  });

  it('finds nine of ten advertisements of templates that it never saw, and is right about fifty of fifty-one (C11, C15)', () => {
    const judged = judgeHeldOut(corpus, 5, { by: 'template' });
    const { precision, recall } = classifierFigures(judged, 0.9);
    expect(precision).toBeGreaterThanOrEqual(0.98);
    expect(recall).toBeGreaterThanOrEqual(0.9);
    expect(rankingQuality(judged)).toBeGreaterThanOrEqual(0.97);
    expect(calibrationError(judged)).toBeLessThan(0.05);
  });

  it('is shipped as it is learned from the committed texts', () => {
    for (const { title, description } of corpus.filter((_, index) => index % 5 === 0))
      expect(untaught().probability(title, description)).toBeCloseTo(classifier.probability(title, description), 2);
  });

  it('says which words speak for spam, as they are meant', () => {
    const reasons = classifier.reasons(
      'Fr33 profit for all',
      'D e p o s i t   50 USDT with our agent, gu4ranteed. WhatsApp +1 416 555 0134.',
    );
    const texts = reasons.map(({ text }) => text).join(' | ');
    expect(texts).toContain('deposit');
    expect(texts).toContain('guaranteed');
    expect(reasons.length).toBeLessThanOrEqual(8);
    expect(reasons.map(({ weight }) => weight)).toEqual(reasons.map(({ weight }) => weight).sort((one, other) => other - one));
    expect(reasons.every(({ weight }) => weight > 0)).toBe(true);
  });

  it('is not blinded by invisible letters, nor by those of another alphabet (social-curation F9)', () => {
    const disguises: ((text: string) => string)[] = [
      (text) => [...text].join('\u200b'),
      (text) => text.replace(/[aeocpx]/g, (letter) => ({ a: 'а', e: 'е', o: 'о', c: 'с', p: 'р', x: 'х' })[letter]!),
      (text) => text.replace(/[a-z]/gi, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
    ];
    for (const { title, description } of corpus.filter(({ spam }) => spam).slice(0, 30)) {
      for (const disguise of disguises)
        expect(classifier.probability(disguise(title), disguise(description.slice(0, 3_000)))).toBeCloseTo(
          classifier.probability(title, description.slice(0, 3_000)),
          1,
        );
    }
  });

  it('judges by what is said and not by a single word', () => {
    expect(
      classifier.probability(
        'Free bitcoin giveaway, claim now',
        'Deposit 50 USDT on our platform, guaranteed profit, contact the agent on WhatsApp.',
      ),
    ).toBeGreaterThan(0.7);
    expect(
      classifier.probability(
        'Bitcoin reading group',
        'We read the paper of 2008 together over coffee. Newcomers are welcome, no products are sold.',
      ),
    ).toBeLessThan(0.5);
  });

  it('is the same after the same examples, and after being kept', () => {
    const kept = SpamClassifier.fromBytes(SpamClassifier.train(corpus, readWeights('mail-weights.bin')).toBytes());
    for (const { title, description } of corpus.slice(0, 20)) {
      expect(kept!.probability(title, description)).toBe(classifier.probability(title, description));
    }
    expect(SpamClassifier.fromBytes(new Uint8Array(8))).toBeNull();
  });

  it('learns a new kind from decisions', () => {
    const campaign = (name: string) => ({
      title: `Heirloom pigeon feed by the sack, ${name}`,
      description: `Our pigeon feed is the finest in ${name}. Pigeons love the sacks; the sacks come in three sizes.`,
      spam: true,
    });
    const unseen = campaign('Hamilton');
    expect(classifier.probability(unseen.title, unseen.description)).toBeLessThan(0.5);
    const taught = SpamClassifier.train(
      [...corpus, ...['Guelph', 'Barrie', 'London', 'Windsor'].map(campaign)],
      readWeights('mail-weights.bin'),
    );
    expect(taught.probability(unseen.title, unseen.description)).toBeGreaterThan(0.7);
  });

  it('takes any text, however long, empty or odd', () => {
    for (const text of [
      '',
      ' ',
      '😀😀😀',
      '\u0000',
      'a'.repeat(1_000_000),
      '$'.repeat(10_000),
      '0-'.repeat(100_000),
      'a-'.repeat(100_000),
      '. '.repeat(100_000),
      '@'.repeat(100_000),
      'a '.repeat(100_000),
      'a1'.repeat(100_000),
    ]) {
      const started = performance.now();
      const probability = classifier.probability(text, text);
      expect(probability >= 0 && probability <= 1).toBe(true);
      expect(performance.now() - started).toBeLessThan(2_000);
    }
  });
});
