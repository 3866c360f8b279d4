import { readFileSync } from 'node:fs';
import { classifierFigures, rankingQuality, type Judgement } from '@marquee/platform/learning';
import { BOUNDARIES } from '../src/modules/assessment/recommendation';
import { SpamClassifier } from '../src/modules/spam/spam-classifier';
import { readCorpus, type CorpusExample } from '../src/modules/spam/spam-corpus';
import { judge } from '../src/modules/spam/spam-learner';
import { judgeHeldOut } from '../src/modules/spam/spam-measure';

const FOLDS = 5;

/** `npm run model:spam -w @marquee/curation [-- <schema.org JSON-LD file>]`: trains, and prints how it does on what it did not see. */
function main([file]: string[]): void {
  const corpus = readCorpus();
  const started = performance.now();
  const classifier = SpamClassifier.train(corpus);
  const spam = corpus.filter((example) => example.spam).length;
  console.log(`corpus: ${spam} advertisements, ${corpus.length - spam} events, trained in ${Math.round(performance.now() - started)} ms\n`);

  const judged = judgeHeldOut(corpus, FOLDS);
  console.log(
    `${FOLDS}-fold cross-validation, whole families held out; an advertisement is judged worse than an event in ${percent(rankingQuality(judged))} of all pairs`,
  );
  report(judged);
  console.log('\nthe same, among texts written for this project alone (advertisements against events that look like them)');
  report(judged.filter(({ example }) => !example.family.startsWith('toronto/')));

  if (file) falseAlarms(classifier, corpus, file);
}

function report(judged: readonly Judgement[]): void {
  const rows = [BOUNDARIES.passSpam, 0.5, BOUNDARIES.failSpam].map((threshold) => classifierFigures(judged, threshold));
  console.log('threshold  precision  recall  false alarms  missed');
  for (const row of rows) {
    const cells = [
      row.threshold.toFixed(1).padStart(9),
      percent(row.precision).padStart(9),
      percent(row.recall).padStart(6),
      `${row.falseAlarms}`.padStart(12),
      `${row.missed}`.padStart(6),
    ];
    console.log(cells.join('  '));
  }
}

/** On real events of organisers that the corpus does not have; all of them are taken for honest. */
function falseAlarms(classifier: SpamClassifier, corpus: readonly CorpusExample[], file: string): void {
  const known = new Set(corpus.map((example) => example.family));
  const records = JSON.parse(readFileSync(file, 'utf8')) as { name: string; description?: string; organizer?: { name?: string } }[];
  const events = records.filter((record) => !known.has(family(record.organizer?.name ?? '')));
  const examples = events.map((event) => ({
    title: event.name,
    description: (event.description ?? '').replace(/<[^>]+>/g, ' '),
    spam: false,
  }));
  const judged = judge(classifier, examples);
  console.log(`\n${events.length} real events of organisers that are not in the corpus`);
  for (const threshold of [BOUNDARIES.passSpam, 0.5, BOUNDARIES.failSpam])
    console.log(`${classifierFigures(judged, threshold).falseAlarms} at ${threshold} or more`);
  const worst = judged
    .map(({ probability }, index) => ({ probability, title: examples[index]!.title }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, 5);
  for (const { title, probability } of worst) console.log(`  ${probability.toFixed(2)}  ${title}`);
}

const family = (organiser: string) =>
  `toronto/${organiser
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)}`;
const percent = (share: number | null) => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);

main(process.argv.slice(2));
