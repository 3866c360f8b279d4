/** What is known of a try to pay, before anything is charged. Counts are of what came before it. */
export interface TryFacts {
  /** In whole units of the currency. */
  amount: number;
  places: number;
  /** Null for accounts from before this was told: they are old. */
  accountAgeHours: number | null;
  /** The account looks like those that programs make. */
  isLimited: boolean;
  /** Of the account: orders in the past day, tries in the past hour, declined ones and cards in the past day, codes that there are not. */
  ordersInDay: number;
  triesInHour: number;
  declinesInDay: number;
  cardsInDay: number;
  codesInDay: number;
  /** Of the card, over all accounts: others that used it in the past day, and its declined tries. */
  cardAccountsInDay: number;
  cardDeclinesInDay: number;
  /** Of the network: other accounts that tried from it in the past hour, and declined tries of the past day. */
  originAccountsInHour: number;
  originDeclinesInDay: number;
  isOriginKnown: boolean;
  /** The card was issued in another country than the one the seller is paid in. */
  isForeignCard: boolean;
}

/** What counts, each from 0 to 1.5, and what staff are told where it weighs. */
export const FEATURES = [
  'NEW_ACCOUNT',
  'LIMITED_ACCOUNT',
  'MANY_ORDERS',
  'MANY_TRIES',
  'DECLINED_BEFORE',
  'MANY_CARDS',
  'TRIED_CODES',
  'CARD_OF_MANY',
  'CARD_DECLINED',
  'MANY_OF_ORIGIN',
  'ORIGIN_DECLINED',
  'UNKNOWN_ORIGIN',
  'FOREIGN_CARD',
  'HIGH_AMOUNT',
  'MANY_PLACES',
] as const;
export type Feature = (typeof FEATURES)[number];

const DAY_HOURS = 24;
const much = (count: number, full: number): number => Math.min(1.5, Math.log1p(Math.max(0, count)) / Math.log1p(full));

export function featuresOf(facts: TryFacts): number[] {
  const { accountAgeHours: age } = facts;
  const values: Record<Feature, number> = {
    NEW_ACCOUNT: age === null ? 0 : Math.max(0, 1 - Math.log1p(Math.max(0, age) / DAY_HOURS) / Math.log1p(30)),
    LIMITED_ACCOUNT: Number(facts.isLimited),
    MANY_ORDERS: much(facts.ordersInDay, 10),
    MANY_TRIES: much(facts.triesInHour, 10),
    DECLINED_BEFORE: much(facts.declinesInDay, 5),
    MANY_CARDS: much(facts.cardsInDay - 1, 4),
    TRIED_CODES: much(facts.codesInDay, 10),
    CARD_OF_MANY: much(facts.cardAccountsInDay, 3),
    CARD_DECLINED: much(facts.cardDeclinesInDay, 5),
    MANY_OF_ORIGIN: much(facts.originAccountsInHour, 20),
    ORIGIN_DECLINED: much(facts.originDeclinesInDay, 10),
    UNKNOWN_ORIGIN: Number(!facts.isOriginKnown),
    FOREIGN_CARD: Number(facts.isForeignCard),
    HIGH_AMOUNT: much(facts.amount / 50, 10),
    MANY_PLACES: much(facts.places - 1, 9),
  };
  return FEATURES.map((name) => values[name]);
}
