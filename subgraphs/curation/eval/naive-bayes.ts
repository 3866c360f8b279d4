import type { Example } from '../src/modules/spam/spam-classifier';

/** Multinomial naive Bayes over the words as they stand, with Laplace's correction: what needs no thought. */
export class NaiveBayes {
  private readonly counts = [new Map<string, number>(), new Map<string, number>()] as const;
  private readonly words = [0, 0];
  private readonly texts = [0, 0];

  constructor(examples: readonly Example[]) {
    for (const { title, description, spam } of examples) {
      const side = Number(spam);
      this.texts[side]!++;
      for (const word of wordsOf(title, description)) {
        this.counts[side]!.set(word, (this.counts[side]!.get(word) ?? 0) + 1);
        this.words[side]!++;
      }
    }
  }

  probability(title: string, description: string): number {
    const known = new Set([...this.counts[0].keys(), ...this.counts[1].keys()]).size;
    let logOdds = Math.log(this.texts[1]! / this.texts[0]!);
    for (const word of wordsOf(title, description)) {
      const share = (side: 0 | 1) => ((this.counts[side].get(word) ?? 0) + 1) / (this.words[side]! + known);
      logOdds += Math.log(share(1) / share(0));
    }
    return 1 / (1 + Math.exp(-logOdds));
  }
}

const wordsOf = (title: string, description: string): string[] => `${title} ${description}`.toLowerCase().match(/\p{L}+/gu) ?? [];
