/* eslint-disable no-console -- a command speaks to its user */
import { classifierFigures, rankingQuality, type Judgement } from '@marquee/platform/learning';
import { BOUNDARIES } from '../src/modules/assessment/recommendation';
import { calibrationError } from '../src/modules/spam/spam-calibration';
import { readCorpus } from '../src/modules/spam/spam-corpus';
import { heldOutFolds, judgeHeldOut } from '../src/modules/spam/spam-measure';
import { DISGUISES } from './disguises';
import { duplicateFigures } from './duplicates';
import { NaiveBayes } from './naive-bayes';
import { pictureFigures } from './pictures';

const FOLDS = 5;
const corpus = readCorpus();

/** `npm run eval:screening [-- <folder of photographs>]`: how the screening does on what it did not learn from. */
async function main([photographs]: string[]): Promise<void> {
  const spam = corpus.filter((example) => example.spam).length;
  console.log(`Spam: ${spam} advertisements and ${corpus.length - spam} events, ${FOLDS} folds; no template is on both sides.\n`);
  console.log(`${'at the threshold of FAIL (0.9)'.padEnd(44)} precision  recall  AUC     calibration error`);
  const ours = judgeHeldOut(corpus, FOLDS, { by: 'template' });
  line('ours', ours);
  for (const [name, shown] of Object.entries(DISGUISES)) line(`ours, ${name}`, judgeHeldOut(corpus, FOLDS, { by: 'template', shown }));
  line('ours, whole kinds never seen', judgeHeldOut(corpus, FOLDS));
  line('naive Bayes', bayes());
  for (const [name, shown] of Object.entries(DISGUISES)) line(`naive Bayes, ${name}`, bayes(shown));
  line(
    'majority (never spam)',
    corpus.map(({ spam: truth }) => ({ truth, probability: 0 })),
  );
  duplicates();
  if (!photographs) return void console.log('\nPictures: say a folder of photographs.');
  console.log('\nPictures: how many are judged worse after they were spoilt');
  for (const { kind, worse, of } of await pictureFigures(photographs)) console.log(`  ${kind.padEnd(42)} ${worse} of ${of}`);
}

function bayes(shown = (text: string) => text): Judgement[] {
  return heldOutFolds(corpus, FOLDS, 'template').flatMap(({ learned, heldOut }) => {
    const model = new NaiveBayes(learned);
    return heldOut.map(({ title, description, spam: truth }) => ({
      truth,
      probability: model.probability(shown(title), shown(description)),
    }));
  });
}

function line(name: string, judged: readonly Judgement[]): void {
  const { precision, recall } = classifierFigures(judged, BOUNDARIES.failSpam);
  const cells = [number(precision).padStart(9), number(recall).padStart(6), number(rankingQuality(judged), 4).padStart(6)];
  console.log(`${name.padEnd(44)} ${cells.join('  ')}  ${number(calibrationError(judged))}`);
}

function duplicates(): void {
  const { kinds, all, apart } = duplicateFigures();
  console.log(`\nDuplicates, entered again by somebody else, beside ${apart} real pairs that are near and not the same`);
  for (const { kind, judged } of kinds)
    console.log(`  ${kind.padEnd(42)} recall ${number(classifierFigures(judged, BOUNDARIES.passDuplicate).recall)}`);
  console.log(`  ${'all'.padEnd(42)} recall ${number(all.recall)}, precision ${number(all.precision)}, false alarms ${all.falseAlarms}`);
}

const number = (value: number | null, digits = 3): string => (value === null ? '–' : value.toFixed(digits));

void main(process.argv.slice(2));
