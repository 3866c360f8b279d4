import { DateTime } from 'luxon';
import { PARTS, partOf, TIME_NAMES, writtenDate } from './query-dates';
import {
  AUDIENCE_OF,
  CHEAP,
  CONCEPTS_OF,
  FILLER,
  FREE,
  isKnown,
  NEAR_ME,
  PLACE_OF,
  spellingsOf,
  STOP,
  STREET,
  UNDER,
} from './query-lexicon';
import type { AskedFrom, PlacedGroup, PlacedWords, QueryPart, UnderstoodPlace, Understanding } from './query-meaning';
import { keyOf, tokensOf, type Token } from './query-words';
import { AUDIENCES } from './words/askings';

const LONGEST_PHRASE = 6;
const CHEAP_IS_UNDER = 20;
const NEAR_ME_KM = 10;

/** What of a query is a day, a price, an audience or a place, and what is left. Pure: the same words at the same time mean the same. */
export function understand(query: string, from: AskedFrom): Understanding {
  return new Reader(tokensOf(query, isKnown), from).read();
}

class Reader {
  private readonly now: DateTime;
  private readonly said: Understanding;
  private readonly fillers: Token[] = [];
  private span: [DateTime, DateTime] | null = null;
  private at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly from: AskedFrom,
  ) {
    this.now = DateTime.fromJSDate(from.now, { zone: from.zone });
    const name = tokens.filter(({ quoted, not }) => !quoted && !not).map(({ text }) => text);
    this.said = {
      dates: null,
      price: null,
      audiences: [],
      place: null,
      categories: [],
      rest: [],
      phrases: [],
      forbidden: [],
      name,
      ignored: [],
      isAnything: false,
      organizer: null,
      performer: null,
      names: [],
    };
  }

  read(): Understanding {
    while (this.at < this.tokens.length) this.at += this.step();
    const { said } = this;
    if (this.span && said.dates) said.dates = { words: said.dates.words, from: this.span[0].toJSDate(), to: this.span[1].toJSDate() };
    const something = said.dates ?? said.price ?? said.place ?? said.audiences[0] ?? said.rest[0] ?? said.phrases[0] ?? said.ignored[0];
    if (something === undefined) this.readFillersAlone();
    said.names = namesAmong(this.tokens, said.rest);
    return said;
  }

  /** "Things to do" asks for anything; "The Who" is a name. */
  private readFillersAlone(): void {
    const words = this.fillers.map(({ text }) => text).join(' ');
    if (this.fillers.every(({ folded }) => STOP.has(folded)) && words)
      this.said.rest.push({ words, strong: [words], related: [], begin: 0, end: this.tokens.length });
    else this.said.isAnything = words !== '';
  }

  /** Understands what begins here, and tells how many words it took. */
  private step(): number {
    const token = this.tokens[this.at]!;
    if (token.not) return this.take(() => this.said.forbidden.push(token.text), 1);
    if (token.quoted) return this.take(() => this.said.phrases.push(token.text), 1);
    return (
      this.can('DATES', () => this.readDate()) ||
      this.can('PRICE', () => this.readPrice()) ||
      this.can('PLACE', () => this.readPlace()) ||
      this.can('AUDIENCE', () => this.readAudience()) ||
      this.readFiller() ||
      this.readWord()
    );
  }

  private can(part: QueryPart, read: () => number): number {
    return this.from.without.includes(part) ? 0 : read();
  }

  private take(effect: () => unknown, length: number): number {
    effect();
    return length;
  }

  private words(length: number): string {
    return this.tokens
      .slice(this.at, this.at + length)
      .map(({ text }) => text)
      .join(' ');
  }

  /** The longest run of words from here of which the dictionary knows something. */
  private longest<Meaning>(dictionary: { get(key: string): Meaning | undefined }, offset = 0): { meaning: Meaning; length: number } | null {
    const start = this.at + offset;
    const end = this.tokens.findIndex((token, at) => at >= start && (token.quoted || token.not));
    const most = Math.min(LONGEST_PHRASE, (end < 0 ? this.tokens.length : end) - start);
    for (let length = most; length > 0; length--) {
      const meaning = dictionary.get(keyOf(this.tokens.slice(start, start + length).map(({ folded }) => folded)));
      if (meaning !== undefined) return { meaning, length };
    }
    return null;
  }

  private readDate(): number {
    const folded = this.tokens.slice(this.at, this.at + 3).map((token) => token.folded);
    const written = writtenDate(folded, this.now);
    if (written) return this.addSpan(written.span, written.length, true);
    const named = this.longest(TIME_NAMES);
    if (!named) return 0;
    const before = this.tokens[this.at - 1]?.folded ?? '';
    if (!named.meaning.alone && !BEFORE_TIMES.has(before)) return 0;
    const span = named.meaning.spanOf(this.now);
    const part = span[1].diff(span[0], 'hours').hours <= 25 ? this.longest(PARTS, named.length) : null;
    return part ? this.addSpan(partOf(span, part.meaning), named.length + part.length) : this.addSpan(span, named.length);
  }

  private addSpan(span: [DateTime, DateTime], length: number, exact = false): number {
    const words = [this.said.dates?.words, this.words(length)].filter(Boolean).join(' ');
    const old = this.span;
    if (!old || exact) this.span = span;
    else {
      const both: [DateTime, DateTime] = [DateTime.max(old[0], span[0]), DateTime.min(old[1], span[1])];
      this.span = both[0] < both[1] ? both : [DateTime.min(old[0], span[0]), DateTime.max(old[1], span[1])];
    }
    this.said.dates = { words, from: this.from.now, to: this.from.now };
    return length;
  }

  private readPrice(): number {
    if (this.said.price) return 0;
    const set = (under: number, length: number) => this.take(() => (this.said.price = { words: this.words(length), under }), length);
    const bound = this.longest(UNDER);
    const number = bound && AMOUNT.exec(this.tokens[this.at + bound.length]?.folded ?? '');
    if (number) {
      const currency = CURRENCY.test(this.tokens[this.at + bound.length + 1]?.folded ?? '') ? 1 : 0;
      return set(Number(number[1]), bound.length + 1 + currency);
    }
    const free = this.longest(FREE);
    if (free) return set(0, free.length);
    const cheap = this.longest(CHEAP);
    return cheap ? set(CHEAP_IS_UNDER, cheap.length) : 0;
  }

  private readPlace(): number {
    if (this.said.place) return 0;
    const { here } = this.from;
    const near = this.longest(NEAR_ME);
    if (near) {
      const words = this.words(near.length);
      if (!here) return this.take(() => this.said.ignored.push(words), near.length);
      const circle = { ...here, radiusKm: NEAR_ME_KM };
      return this.take(() => (this.said.place = { words, name: words, kind: 'NEAR_ME', circle, called: [] }), near.length);
    }
    const known = this.longest(PLACE_OF);
    if (known) {
      const { names, latitude, longitude, radiusKm } = known.meaning;
      const place: UnderstoodPlace = {
        words: this.words(known.length),
        name: names[0]!,
        kind: 'PART_OF_CITY',
        circle: { latitude, longitude, radiusKm },
        called: names,
      };
      return this.take(() => (this.said.place = place), known.length);
    }
    return this.readStreet();
  }

  private readStreet(): number {
    const [name, kind, side] = this.tokens.slice(this.at, this.at + 3);
    if (!name || !kind || name.quoted || STOP.has(name.folded) || !STREET.has(kind.folded)) return 0;
    const sides = side && SIDES.test(side.folded) ? [...new Set([side.folded[0]!, side.folded])] : null;
    const called = spellingsOf(kind.folded).flatMap((spelt) =>
      sides ? sides.map((one) => `${name.folded} ${spelt} ${one}`) : [`${name.folded} ${spelt}`],
    );
    const length = sides ? 3 : 2;
    return this.take(
      () => (this.said.place = { words: this.words(length), name: this.words(length), kind: 'STREET', circle: null, called }),
      length,
    );
  }

  private readAudience(): number {
    const found = this.longest(AUDIENCE_OF);
    if (!found) return 0;
    const audience = found.meaning;
    const { words, related = '' } = AUDIENCES[audience];
    if (!this.said.audiences.some((other) => other.audience === audience))
      this.said.audiences.push({ audience, words: this.words(found.length), strong: split(words), related: split(related) });
    return found.length;
  }

  private readFiller(): number {
    const filler = this.longest(FILLER);
    // What has a meaning of its own and is longer is no filler: "show" may be, "show musical" is not.
    if (!filler || (this.longest(CONCEPTS_OF)?.length ?? 0) > filler.length) return 0;
    return this.take(() => this.fillers.push(...this.tokens.slice(this.at, this.at + filler.length)), filler.length);
  }

  private readWord(): number {
    const token = this.tokens[this.at]!;
    const concept = this.can('CATEGORIES', () => this.longest(CONCEPTS_OF)?.length ?? 0);
    if (concept === 0 && STOP.has(token.folded)) return this.take(() => this.fillers.push(token), 1);
    const length = Math.max(1, concept);
    const words = this.words(length);
    for (const meaning of concept > 0 ? this.longest(CONCEPTS_OF)!.meaning : [null]) {
      const group: PlacedGroup = {
        words,
        begin: this.at,
        end: this.at + length,
        strong: [...new Set([words, ...(length === 1 ? spellingsOf(token.folded) : []), ...(meaning?.strong ?? [])])],
        related: meaning?.related ?? [],
      };
      const last = this.said.rest.at(-1);
      if (token.or && last) this.said.rest[this.said.rest.length - 1] = joined(last, group);
      else this.said.rest.push(group);
      for (const slug of meaning?.slugs ?? [])
        if (!this.said.categories.some((other) => other.slug === slug)) this.said.categories.push({ words, slug });
    }
    return length;
  }
}

const joined = (one: PlacedGroup, other: PlacedGroup): PlacedGroup => ({
  words: `${one.words} or ${other.words}`,
  begin: one.begin,
  end: other.end,
  strong: [...one.strong, ...other.strong],
  related: [...one.related, ...other.related],
});
const split = (list: string): string[] => list.split(', ').filter(Boolean);

const MOST_NAME_WORDS = 5;
const MOST_NAMES = 16;

/** Runs of two to five words that begin and end with words that were not understood otherwise. */
function namesAmong(tokens: readonly Token[], rest: readonly PlacedGroup[]): PlacedWords[] {
  const plain = tokens.map(
    (token, at) => !token.quoted && !token.not && !token.or && rest.some(({ begin, end }) => begin <= at && at < end),
  );
  const found: PlacedWords[] = [];
  for (let length = MOST_NAME_WORDS; length > 1; length--) {
    for (let begin = 0; begin + length <= tokens.length; begin++) {
      const run = tokens.slice(begin, begin + length);
      const inner = run.every(({ folded, quoted, not }, at) => !quoted && !not && (plain[begin + at] || STOP.has(folded)));
      if (inner && plain[begin] && plain[begin + length - 1])
        found.push({ words: run.map(({ text }) => text).join(' '), begin, end: begin + length });
    }
  }
  return found.slice(0, MOST_NAMES);
}

/** Before a name that is not always a time. */
const BEFORE_TIMES = new Set(['in', 'on', 'this', 'during', 'for', 'next', 'im', 'am', 'en', 'au', 'em', 'op', 'в', 'на', 'right']);
const AMOUNT = /^[$€£]?(\d{1,5})(?:[.,]\d\d)?$/;
const CURRENCY = /^(dollars?|bucks|cad|usd|euros?|eur|pounds?|долларов|евро|\$|€|£)$/;
const SIDES = /^(w|e|n|s|west|east|north|south)$/;
