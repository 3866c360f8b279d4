import type { AccountGenerator, LabelledAccount, NewAccount } from './generator.types';
import { Draw } from './first-draw';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FIRST_DAY = Date.parse('2026-01-05T00:00:00Z');
const DAYS = 28;

const GIVEN = ['anna', 'lukas', 'marie', 'jonas', 'sofia', 'liam', 'noah', 'emma', 'chloe', 'hugo', 'ines', 'pablo', 'lucia', 'diego', 'grace', 'owen', 'priya', 'arjun', 'mei', 'wei', 'fatima', 'omar', 'aisha', 'yusuf', 'olga', 'ivan', 'hanna', 'erik', 'nadia', 'tom']; // prettier-ignore
const FAMILY = ['schmidt', 'tremblay', 'garcia', 'martin', 'nguyen', 'patel', 'singh', 'kim', 'chen', 'wong', 'ali', 'khan', 'novak', 'kowalski', 'rossi', 'silva', 'murphy', 'oconnor', 'brown', 'wilson', 'roy', 'gagnon', 'lopez', 'moreau', 'jensen', 'berg', 'petrov', 'sato', 'tanaka', 'haddad']; // prettier-ignore
const ELSEWHERE = [
  '王伟',
  '李娜',
  'Ольга Петрова',
  'Иван Новак',
  '佐藤 健',
  '김민준',
  'فاطمة علي',
  'नेहा शर्मा',
  'José Núñez',
  'Zoë Brontë',
  'Łukasz Żak',
  'Ng',
  'Ελένη Νικολάου',
];
const MAILS = [
  'gmail.com',
  'gmail.com',
  'gmail.com',
  'outlook.com',
  'yahoo.com',
  'icloud.com',
  'hotmail.com',
  'gmx.de',
  'proton.me',
  'rogers.com',
];
const OWN_MAILS = ['uoft.example', 'city-hall.example', 'brightworks.example', 'harbour-clinic.example', 'northside-choir.example'];
const THROWN_AWAY = ['mailinator.com', 'yopmail.com', 'guerrillamail.com', 'temp-mail.org', 'trashmail.com', 'getnada.com'];
const ADVERTS = [
  'Cheap Followers',
  'Crypto Bonus 24',
  'Casino Promo',
  'WhatsApp me',
  'Best Discount Shop',
  'www.prize-now.com',
  'Invest With Me',
];
const CLAIMED = ['Marquee Suppоrt', 'Event Security Team', 'Offіcial Tickets', 'Refund Helpdesk', 'Verified Organiser'];

type Made = Omit<NewAccount, 'at'>;
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);

/** Somebody with a name, and what they make of it. */
function person(draw: Draw, network: string | null, mail = draw.of(MAILS)): Made {
  const [given, family] = [draw.of(GIVEN), draw.of(FAMILY)];
  const digits = draw.chance(0.35) ? String(draw.between(1, draw.chance(0.5) ? 99 : 2005)) : '';
  const local =
    draw.of([`${given}.${family}`, `${given}${family}`, `${given[0]}${family}`, `${family}.${given}`]) + (draw.chance(0.5) ? digits : '');
  const username = draw.of([
    `${given}_${family}`,
    `${given}${family}`,
    `${given}${digits || family[0]!}`,
    `${family}${digits}`,
    `${given[0]}${family}`,
  ]);
  return { network, email: `${local}@${mail}`, username: username.slice(0, 30), displayName: `${capital(given)} ${capital(family)}` };
}

const home = (draw: Draw) => (draw.chance(0.03) ? null : `198.51.${draw.below(256)}.0/24#${draw.below(400)}`);
const moment = (draw: Draw) => FIRST_DAY + draw.below(DAYS) * 24 * HOUR + draw.hour() * HOUR + draw.below(HOUR);

interface Kind {
  kind: string;
  isAbuse: boolean;
  /** Relative to the others, in accounts. */
  share: number;
  /** One person, or all of one wave. */
  wave(draw: Draw): { account: Made; at: number }[];
}

const one = (make: (draw: Draw) => Made) => (draw: Draw) => [{ account: make(draw), at: moment(draw) }];
function many(count: [number, number], withinMs: number, make: (draw: Draw, n: number, wave: string) => Made) {
  return (draw: Draw) => {
    const [begun, wave] = [moment(draw), draw.letters('abcdefghijklmnopqrstuvwxyz', 8)];
    return Array.from({ length: draw.between(...count) }, (_, n) => ({ account: make(draw, n, wave), at: begun + draw.below(withinMs) }));
  };
}
/** One network for a wave: of its name. */
const ofWave = (wave: string) => `203.0.113.0/24#${wave}`;

const KINDS: readonly Kind[] = [
  { kind: 'at home', isAbuse: false, share: 45, wave: one((draw) => person(draw, home(draw))) },
  { kind: 'students in one evening', isAbuse: false, share: 7, wave: many([5, 40], 3 * HOUR, (draw, _n, wave) => person(draw, ofWave(wave), draw.chance(0.6) ? 'uoft.example' : draw.of(MAILS))) },
  { kind: 'an office', isAbuse: false, share: 4, wave: many([2, 12], 30 * HOUR, (draw, _n, wave) => person(draw, ofWave(wave), draw.of(OWN_MAILS))) },
  { kind: 'a mobile carrier', isAbuse: false, share: 12, wave: one((draw) => person(draw, `192.0.2.0/24#${draw.below(6)}`)) },
  { kind: 'aliased addresses', isAbuse: false, share: 4, wave: one((draw) => { const made = person(draw, home(draw)); return { ...made, email: made.email.replace('@', '+marquee@') }; }) },
  { kind: 'thrown away, and honest', isAbuse: false, share: 2, wave: one((draw) => person(draw, home(draw), draw.of(THROWN_AWAY))) },
  { kind: 'names of other scripts', isAbuse: false, share: 8, wave: one((draw) => ({ ...person(draw, home(draw)), displayName: draw.of(ELSEWHERE) })) },
  { kind: 'nicknames', isAbuse: false, share: 5, wave: one((draw) => ({ ...person(draw, home(draw)), username: draw.of(['moonpie', 'xx', 'biker', 'gardenia', 'ttc_fan', 'q', 'jazzhands']) + draw.between(1, 9999), displayName: draw.of(['Moon', 'J', '🎷', 'TTC FAN', 'the gardener']) })) },
  { kind: 'a script on one server', isAbuse: true, share: 3, wave: many([15, 80], HOUR, (draw, n, wave) => ({ network: ofWave(wave), email: `${wave}${n}@${draw.of(MAILS)}`, username: `${wave.slice(0, 6)}${draw.between(100, 99999)}`, displayName: `${capital(draw.of(GIVEN))} ${capital(draw.of(FAMILY))}` })) },
  { kind: 'a slow farm over many networks', isAbuse: true, share: 2.5, wave: many([10, 40], 6 * 24 * HOUR, (draw) => ({ network: home(draw), email: `${draw.letters('abcdefghijklmnopqrstuvwxyz', 9)}${draw.between(10, 9999)}@${draw.of(MAILS)}`, username: `${draw.of(GIVEN)}${draw.letters('bcdfghjklmnpqrstvwxz', 4)}${draw.between(10, 9999)}`, displayName: `${capital(draw.of(GIVEN))} ${capital(draw.of(FAMILY))}` })) },
  { kind: 'a swarm of thrown-away addresses', isAbuse: true, share: 3, wave: many([8, 30], 8 * HOUR, (draw) => ({ network: draw.chance(0.5) ? null : home(draw), email: `${draw.letters('abcdefghijklmnopqrstuvwxyz0123456789', 11)}@${draw.of(THROWN_AWAY)}`, username: draw.letters('abcdefghijklmnopqrstuvwxyz0123456789', 10), displayName: capital(draw.letters('abcdefghijklmnopqrstuvwxyz', 7)) })) },
  { kind: 'a domain of one’s own', isAbuse: true, share: 2, wave: many([8, 40], 20 * HOUR, (draw, n, wave) => ({ network: home(draw), email: `${draw.of(GIVEN)}${n}@${wave}.example`, username: `${draw.of(GIVEN)}_${draw.of(FAMILY)}${n}`, displayName: `${capital(draw.of(GIVEN))} ${capital(draw.of(FAMILY))}` })) },
  { kind: 'speaks for the platform', isAbuse: true, share: 1, wave: one((draw) => ({ ...person(draw, home(draw)), username: `help${draw.letters('abcdefgh', 4)}${draw.between(1, 99)}`, displayName: draw.of(CLAIMED) })) },
  { kind: 'advertises by its name', isAbuse: true, share: 1.5, wave: many([1, 6], 4 * HOUR, (draw, _n, wave) => ({ ...person(draw, draw.chance(0.5) ? ofWave(wave) : home(draw)), username: `deal${draw.between(100, 9999)}`, displayName: draw.of(ADVERTS) })) },
  { kind: 'like anybody', isAbuse: true, share: 1, wave: one((draw) => person(draw, home(draw))) },
]; // prettier-ignore

/** Written from what is published about abuse of registrations, before the other generator was there, by who wrote the features. */
export const firstGenerator: AccountGenerator = {
  name: 'first',
  sources: [
    'OWASP Automated Threats to Web Applications: OAT-019 Account Creation (2018)',
    'Thomas et al., Trafficking Fraudulent Accounts: the role of the underground market in Twitter spam and abuse (2013)',
    'Freeman, Using naive Bayes to detect spammy names in social networks (2013)',
    'Xiao et al., Detecting clusters of fake accounts in online social networks (2015)',
  ],
  generate(seed, count) {
    const draw = new Draw(`first ${seed}`);
    const all: LabelledAccount[] = [];
    const whole = KINDS.reduce((sum, { share }) => sum + share, 0);
    for (const { kind, isAbuse, share, wave } of KINDS) {
      const wanted = Math.round((count * share) / whole);
      const made: LabelledAccount[] = [];
      while (made.length < wanted)
        for (const { account, at } of wave(draw)) made.push({ account: { ...account, at: new Date(at) }, isAbuse, kind });
      all.push(...made.slice(0, wanted));
    }
    return all.sort((a, b) => a.account.at.getTime() - b.account.at.getTime());
  },
};
