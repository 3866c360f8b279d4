/** Least that card processors charge, in minor units: their published floors. A sale below costs more than it brings. */
const FLOORS: Readonly<Record<string, number>> = {
  AED: 200,
  CZK: 1500,
  DKK: 250,
  GBP: 30,
  HKD: 400,
  HUF: 17_500,
  JPY: 50,
  MXN: 1000,
  MYR: 200,
  NOK: 300,
  PLN: 200,
  RON: 200,
  SEK: 300,
  THB: 1000,
};

/** The least that a ticket which costs anything may cost: half a unit where the processors name no floor of their own. */
export const minimumCharge = (currency: string, digits: number): number => FLOORS[currency] ?? Math.max(1, Math.floor(10 ** digits / 2));
