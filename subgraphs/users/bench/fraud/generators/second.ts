import { createHash } from 'node:crypto';
import type { AccountGenerator, LabelledAccount, NewAccount } from './generator.types';
import * as words from './second-words';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = Date.parse('2026-03-02T00:00:00Z');
const DAYS = 42;
const ABUSE_SHARE = 0.14;

/** How many of a hundred sign up in each hour of a day: dinner and after most, before dawn hardly anybody. */
const BY_HOUR = [2, 1, 1, 1, 1, 1, 2, 3, 4, 4, 4, 5, 6, 5, 4, 4, 5, 6, 8, 9, 9, 7, 5, 3];

type Draft = Omit<NewAccount, 'at'>;

/** Everything that is drawn for one list of accounts. */
class Draw {
  private state: number;

  constructor(seed: string) {
    this.state = createHash('sha256').update(seed).digest().readUInt32LE();
  }

  /** From 0 to below 1 (mulberry32). */
  number(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.number() * limit);
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  chance(share: number): boolean {
    return this.number() < share;
  }

  letters(from: string, length: number): string {
    return Array.from({ length }, () => from[this.below(from.length)]).join('');
  }

  /** A moment of any day, as people are awake. */
  moment(day = this.below(DAYS)): number {
    let left = this.number() * BY_HOUR.reduce((sum, share) => sum + share, 0);
    const hour = BY_HOUR.findIndex((share) => (left -= share) < 0);
    return FROM + day * DAY + (hour + this.number()) * HOUR;
  }

  home(): string {
    if (this.chance(0.35)) return `2001:db8:${this.letters('0123456789abcdef', 3)}:${this.letters('0123456789abcdef', 4)}::/64`;
    return `${this.between(11, 99)}.${this.below(256)}.${this.below(256)}.0/24`;
  }

  /** A username as somebody of that name makes one. */
  username(typed: string): string {
    const parts = typed.split(' ');
    const [first = '', last = ''] = parts;
    const made = this.of([
      () => parts.join(''),
      () => parts.join('.'),
      () => parts.join('_'),
      () => `${first}${last.slice(0, 1)}`,
      () => `${first.slice(0, 1)}${last}`,
      () => `${first}${this.between(70, 99)}`,
      () => `${first}.${last.slice(0, 1)}${this.below(10)}`,
      () => `its${first}`,
    ])();
    return legal(made, this);
  }

  person(): readonly [shown: string, typed: string] {
    const [[shown, typed], [, other]] = [this.of(words.PEOPLE), this.of(words.PEOPLE)];
    // Mixed, so that there are many more people than names in the list.
    if (this.chance(0.3)) return [shown, typed];
    const [first, last] = [shown.split(' ')[0]!, other.split(' ').at(-1)!];
    const whole = `${first} ${last[0]!.toUpperCase()}${last.slice(1)}`;
    return [this.of([whole, whole, first, first.toLowerCase()]), `${typed.split(' ')[0]} ${last}`];
  }
}

const legal = (name: string, draw: Draw): string => {
  const kept = name
    .normalize('NFKD')
    .replace(/[^\w.-]/g, '')
    .slice(0, 28);
  return kept.length >= 3 ? kept : `${kept}${draw.between(100, 999)}`;
};

const mailbox = (draw: Draw, typed: string, domain: string): string => `${draw.username(typed).toLowerCase()}@${domain}`;

const everyday = (draw: Draw, network: string | null = draw.home()): Draft => {
  const [displayName, typed] = draw.person();
  const email = mailbox(draw, typed, draw.of(draw.chance(0.8) ? words.OLD_PROVIDERS : words.CARRIERS_MAIL));
  return { network, email, username: draw.username(typed), displayName };
};

/** Many in a short time; `often` people at most. */
function wave(draw: Draw, startsAt: number, hours: number, often: number, make: (n: number) => Draft): NewAccount[] {
  return Array.from({ length: often }, (_, n) => ({ at: new Date(startsAt + draw.number() ** 1.6 * hours * HOUR), ...make(n) }));
}

const one = (draw: Draw, draft: Draft, at = draw.moment()): NewAccount[] => [{ at: new Date(at), ...draft }];

type Kind = readonly [kind: string, weight: number, make: (draw: Draw) => NewAccount[]];

/** `weight`: how often it happens, beside the others; one time may be one account or a hundred. */
const HONEST: readonly Kind[] = [
  ['anybody at home', 60, (draw) => one(draw, everyday(draw))],
  [
    'on a phone behind a carrier’s address',
    30,
    (draw) => one(draw, everyday(draw, draw.of(['100.64.8.0/24', '100.64.9.0/24', '100.71.2.0/24', '2001:db8:cafe:1::/64']))),
  ],
  [
    'a lecture hall in one hour',
    0.25,
    (draw) => {
      const [network, school] = [draw.home(), draw.of(words.SCHOOLS)];
      return wave(draw, draw.moment(), 1, draw.between(15, 60), () => {
        const draft = everyday(draw, network);
        return draw.chance(0.75)
          ? { ...draft, email: `${draw.letters('abcdefghijklmnopqrstuvwxyz', 2)}${draw.between(10_000, 99_999)}@${school}` }
          : draft;
      });
    },
  ],
  [
    'an office that goes out together',
    0.5,
    (draw) => {
      const [network, firm] = [draw.home(), draw.of(words.FIRMS)];
      return wave(draw, draw.moment(), 4, draw.between(4, 18), () => {
        const [displayName, typed] = draw.person();
        return { network, email: `${typed.replace(' ', '.')}@${firm}`, username: draw.username(typed), displayName };
      });
    },
  ],
  ['readers of a newspaper', 0.2, (draw) => wave(draw, draw.moment(), 10, draw.between(20, 70), () => everyday(draw))],
  [
    'who gives nobody an own address',
    7,
    (draw) => {
      const random = draw.letters('abcdefghijklmnopqrstuvwxyz0123456789', draw.between(7, 11));
      const email = draw.of([
        () => `${random}@${draw.of(words.ALIASES)}`,
        () => `${random}@${draw.of(words.DISPOSABLE)}`,
        () => everyday(draw).email.replace('@', '+marquee@'),
      ])();
      return one(draw, { ...everyday(draw, draw.chance(0.4) ? '185.220.101.0/24' : draw.home()), email });
    },
  ],
  [
    'a name in another script',
    14,
    (draw) => {
      const [displayName, typed] = draw.of(words.OTHER_SCRIPTS);
      const number = draw.chance(0.6) ? String(draw.between(1, 99_999)) : '';
      const domain = draw.of(['qq.com', '163.com', 'naver.com', 'mail.ru', 'gmail.com', 'yahoo.co.jp']);
      return one(draw, {
        network: draw.home(),
        email: `${legal(typed, draw)}${number}@${domain}`,
        username: legal(typed + number, draw),
        displayName,
      });
    },
  ],
  ['a name of a letter, of signs or in capitals', 7, (draw) => one(draw, { ...everyday(draw), displayName: draw.of(words.ODD_NAMES) })],
  [
    'a player’s name',
    8,
    (draw) => {
      const handle = `${draw.of(words.HANDLES)}${draw.of(['', '_', 'x', '.'])}${draw.of(words.HANDLES)}`;
      const username = legal(
        draw.of([`xX_${handle}_Xx`, `${handle}${draw.between(1, 9999)}`, handle.replace('o', '0').replace('i', '1')]),
        draw,
      );
      return one(draw, {
        network: draw.home(),
        email: `${username.toLowerCase()}@${draw.of(words.OLD_PROVIDERS)}`,
        username,
        displayName: username,
      });
    },
  ],
  [
    'called like somebody known',
    2,
    (draw) => {
      const displayName = draw.of(words.FAMOUS);
      return one(draw, { ...everyday(draw), displayName, username: draw.username(displayName.toLowerCase()) });
    },
  ],
  [
    'a house or a troupe',
    6,
    (draw) => {
      const name = `${draw.of(words.HOUSES)} ${draw.of(words.TRADES)}`;
      const domain = `${name.toLowerCase().replace(/ /g, draw.of(['', '-']))}.${draw.of(['ca', 'com', 'org', 'club'])}`;
      const displayName = draw.chance(0.15) ? `${name} | ${domain}` : name;
      return one(draw, {
        network: draw.home(),
        email: `${draw.of(['info', 'hello', 'tickets', 'booking'])}@${domain}`,
        username: legal(name.toLowerCase().replace(' ', '.'), draw),
        displayName,
      });
    },
  ],
  [
    'a family at one table',
    2.5,
    (draw) => {
      const [network, [, typed]] = [draw.home(), draw.person()];
      const name = typed.split(' ').at(-1)!;
      return wave(draw, draw.moment(), 1, draw.between(2, 5), () => {
        const [displayName, own] = draw.person();
        const together = `${own.split(' ')[0]} ${name}`;
        return { network, email: mailbox(draw, together, 'gmail.com'), username: draw.username(together), displayName };
      });
    },
  ],
];

const CONSONANTS = 'bcdfghjklmnpqrstvwxz';
/** What looks like another letter, and what is not seen. */
const TWINS: Readonly<Record<string, string>> = { a: 'а', e: 'е', o: 'о', p: 'р', c: 'с', i: 'і', M: 'Μ', T: 'Τ', A: 'Α' };
const UNSEEN = ['\u200b', '\u200d', '\u2060', '\u00ad'];

const disguised = (draw: Draw, name: string): string =>
  draw.of([
    () => [...name].map((letter) => (draw.chance(0.5) ? (TWINS[letter] ?? letter) : letter)).join(''),
    () => [...name].map((letter, at) => (at === 3 || draw.chance(0.15) ? letter + draw.of(UNSEEN) : letter)).join(''),
    () => name.replace('o', '0').replace('l', 'I').replace('m', 'rn'),
    () => `${name}${draw.of(['.', '_', ' ✓', ' ✅'])}`,
  ])();

const ABUSE: readonly Kind[] = [
  [
    'a script at one address',
    1,
    (draw) => {
      const [network, domain] = [draw.home(), draw.of([...words.OLD_PROVIDERS, ...words.DISPOSABLE])];
      return wave(draw, draw.moment(), draw.between(1, 3), draw.between(12, 60), () => {
        const username = draw.letters(`${CONSONANTS}aeiou0123456789`, draw.between(8, 12));
        return { network, email: `${username}@${domain}`, username, displayName: draw.chance(0.5) ? username : draw.person()[0] };
      });
    },
  ],
  [
    'one a day over rented homes',
    1.2,
    (draw) =>
      Array.from({ length: draw.between(15, DAYS) }, (_, n) => {
        const [displayName, typed] = draw.of(words.PEOPLE);
        const number = draw.between(1000, 9999);
        const name = `${typed.replace(' ', draw.of(['', '.']))}${number}`;
        return {
          at: new Date(draw.moment(n)),
          network: draw.home(),
          email: `${name}@${draw.of(['gmail.com', 'outlook.com', 'hotmail.com'])}`,
          username: legal(name, draw),
          displayName,
        };
      }),
  ],
  [
    'one mailbox written in many ways',
    1.2,
    (draw) => {
      const base = `${draw.of(words.PEOPLE)[1].replace(' ', '')}${draw.between(10, 99)}`;
      const networks = Array.from({ length: 4 }, () => draw.home());
      return wave(draw, draw.moment(), 30, draw.between(8, 25), (n) => {
        const dotted = [...base].map((letter, at) => (at > 0 && draw.chance(0.25) ? `.${letter}` : letter)).join('');
        const email = draw.chance(0.6) ? `${dotted}@gmail.com` : `${base}+${draw.letters(CONSONANTS, 3)}${n}@gmail.com`;
        return { network: draw.of(networks), email, username: draw.username(draw.person()[1]), displayName: draw.person()[0] };
      });
    },
  ],
  [
    'addresses of an hour',
    3,
    (draw) =>
      wave(draw, draw.moment(), 20, draw.between(3, 12), () => {
        const username = draw.letters(`${CONSONANTS}aeiou`, draw.between(9, 14));
        return {
          network: draw.home(),
          email: `${username}@${draw.of(words.DISPOSABLE)}`,
          username,
          displayName: draw.chance(0.4) ? username : draw.person()[0],
        };
      }),
  ],
  [
    'passes as the staff or somebody known',
    7,
    (draw) => {
      const name = draw.of(draw.chance(0.7) ? words.STAFF : words.FAMOUS);
      const username = legal(
        name
          .toLowerCase()
          .replace(/ /g, draw.of(['_', '.', '']))
          .replace('o', draw.of(['o', '0'])),
        draw,
      );
      return one(draw, { network: draw.home(), email: everyday(draw).email, username, displayName: disguised(draw, name) });
    },
  ],
  [
    'a bought domain with a name for each',
    1,
    (draw) => {
      const domain = `${draw.letters(`${CONSONANTS}aeiou`, draw.between(6, 10))}.${draw.of(words.CHEAP_ENDINGS)}`;
      const networks = Array.from({ length: 8 }, () => draw.home());
      return wave(draw, draw.moment(), 72, draw.between(10, 40), () => {
        const [displayName, typed] = draw.person();
        return { network: draw.of(networks), email: mailbox(draw, typed, domain), username: draw.username(typed), displayName };
      });
    },
  ],
  [
    'an advertisement for a name',
    6,
    (draw) => {
      const email = `${draw.letters(CONSONANTS, 5)}${draw.between(10, 999)}@${draw.of([...words.OLD_PROVIDERS, ...words.DISPOSABLE])}`;
      return one(
        draw,
        { network: draw.home(), email, username: legal(draw.letters(CONSONANTS, 6), draw), displayName: draw.of(words.BAIT) },
        draw.moment() - 7 * HOUR,
      );
    },
  ],
  [
    'numbered buyers before a sale',
    0.8,
    (draw) => {
      const typed = draw.of(words.PEOPLE)[1].replace(' ', '.');
      const networks = Array.from({ length: 10 }, () => draw.home());
      return wave(draw, draw.moment(), 6, draw.between(12, 45), (n) => {
        const name = `${typed}${String(n + 1).padStart(2, '0')}`;
        return {
          network: draw.of(networks),
          email: `${name}@${draw.of(['outlook.com', 'yahoo.com'])}`,
          username: legal(name, draw),
          displayName: draw.person()[0],
        };
      });
    },
  ],
];

/** Happenings, until there are so many accounts; whole, so that a wave is not cut off. */
function happen(draw: Draw, kinds: readonly Kind[], count: number, isAbuse: boolean): LabelledAccount[] {
  const whole = kinds.reduce((sum, [, weight]) => sum + weight, 0);
  const made: LabelledAccount[] = [];
  while (made.length < count) {
    let left = draw.number() * whole;
    const [kind, , make] = kinds.find(([, weight]) => (left -= weight) < 0) ?? kinds[0]!;
    made.push(...make(draw).map((account) => ({ account, isAbuse, kind })));
  }
  return made.slice(0, count);
}

export const secondGenerator: AccountGenerator = {
  name: 'second',
  sources: [
    'Thomas and others: Trafficking Fraudulent Accounts: The Role of the Underground Market in Twitter Spam and Abuse (2013)',
    'Freeman: Using Naive Bayes to Detect Spammy Names in Social Networks (2013)',
    'Xiao, Freeman, Hwa: Detecting Clusters of Fake Accounts in Online Social Networks (2015)',
    'Yuan and others: Detecting Fake Accounts in Online Social Networks at the Time of Registrations (2019)',
    'Unicode Technical Standard 39: Unicode Security Mechanisms (2025)',
  ],
  generate(seed, count) {
    const draw = new Draw(`second ${seed}`);
    const abuse = Math.round(count * ABUSE_SHARE);
    const all = [...happen(draw, HONEST, count - abuse, false), ...happen(draw, ABUSE, abuse, true)];
    return all.sort((one, other) => one.account.at.getTime() - other.account.at.getTime());
  },
};
