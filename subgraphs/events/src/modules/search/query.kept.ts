import type { Basics } from '@marquee/platform';
import type { PrismaClient } from '../../generated/prisma/client';
import { anyOf, planOf, type QueryPlan } from './query-plan';
import { nameAmong, withName, type NamedWords } from './query-names';
import type { AskedFrom, PlacedWords, Understanding, WordGroup } from './query-meaning';
import { understand } from './query-understanding';
import type { ReadQuery } from './query-read';
import { correctionOf, type Correction } from './query-spelling';
import { folded } from './query-words';
import { probeSql, resemblingWordsSql, type Probe, type ProbeRow } from './words.sql';

/**
 * Reads queries: what their words mean, whether the index knows them, and what was meant by those that it does not know. One statement; two
 * more for a query with an unknown word.
 */
export class QueryReader {
  constructor(private readonly basics: Pick<Basics<PrismaClient, unknown>, 'db' | 'clock'>) {}

  async read(query: string, from: Omit<AskedFrom, 'now'>): Promise<ReadQuery> {
    const now = this.basics.clock.now();
    const asked = { ...from, now };
    const first = await this.probe(asked, query);
    const unknown = first.groups.filter(({ found }) => found === 0).map(({ words }) => words);
    const corrections = unknown.length > 0 ? await this.corrections(unknown, now) : [];
    if (corrections.length === 0) return this.readAs(first, []);
    const corrected = corrections.reduce((text, { from: wrong, to }) => text.replace(wrong, to), query);
    return this.readAs(await this.probe(asked, corrected), corrections);
  }

  private readAs({ understood, groups, plan }: Probed, corrections: Correction[]): ReadQuery {
    const unknown = groups.filter(({ found }) => found === 0).map(({ words }) => words);
    return { understood, plan, corrections, ignoredWords: [...new Set([...understood.ignored, ...unknown])] };
  }

  /** Asks the index about all words of a query in one statement. */
  private async probe(asked: AskedFrom, query: string): Promise<Probed> {
    const understood = understand(query, asked);
    const counted = ({ strong, related }: WordGroup): Probe => ({ strong, related, counted: true });
    const read = (words: string): Probe => ({ strong: [words], related: [], counted: false });
    const named = ({ words }: PlacedWords): Probe => ({ strong: [], related: [], counted: false, name: folded(words) });
    const { rest, audiences, phrases, forbidden, name, names } = understood;
    const parts = [
      rest.map(counted),
      audiences.map(counted),
      phrases.map(read),
      forbidden.map(read),
      name.map(read),
      [read(name.join(' '))],
      names.map(named),
    ];
    const rows = await this.basics.db.prisma.$queryRaw<ProbeRow[]>(probeSql(parts.flat(), asked.now));
    const answers = parts.map((part) => rows.splice(0, part.length));
    const called = names.flatMap((words, n): NamedWords[] => (answers[6]![n]!.named ? [{ ...words, named: answers[6]![n]!.named! }] : []));
    const theirs = nameAmong(understood, called, asked.without);
    const meant = theirs ? withName(understood, theirs) : understood;
    const questions = (at: number) => answers[at]!.map(({ strong }) => strong).filter(Boolean);
    const groups = rest
      .map((group, n) => ({ group, ...answers[0]![n]!, words: group.words }))
      .filter(({ group }) => meant.rest.includes(group));
    const plan = planOf(meant, {
      rest: groups,
      audiences: answers[1]!,
      phrases: questions(2),
      forbidden: questions(3),
      name: questions(4),
      inOrder: anyOf(questions(5)) ?? '',
    });
    return { understood: meant, groups, plan };
  }

  private async corrections(words: readonly string[], now: Date): Promise<Correction[]> {
    const rows = await this.basics.db.prisma.$queryRaw<{ word: string; phrases: string[] }[]>(resemblingWordsSql(words, now));
    return rows.flatMap(({ word, phrases }) => {
      const to = correctionOf(word, phrases);
      return to ? [{ from: word, to }] : [];
    });
  }
}

interface Probed {
  understood: Understanding;
  groups: { words: string; found: number }[];
  plan: QueryPlan;
}
