import { countedDomain, stemOf, type Neighbours } from '../../src/modules/risk/risk-features';
import type { NewAccount } from './generators/generator.types';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** For each account the others near it, as the job counts them an hour after it was made. */
export function neighboursOf(accounts: readonly NewAccount[]): Neighbours[] {
  const byNetwork = timesBy(accounts, ({ network }) => network);
  const byDomain = timesBy(accounts, ({ email }) => countedDomain(email));
  const byStem = timesBy(accounts, ({ username }) => stemOf(username));
  return accounts.map((account) => {
    const at = account.at.getTime();
    const others = (times: Map<string, number[]>, key: string | null, from: number) =>
      key === null ? 0 : within(times.get(key)!, at - from, at + HOUR) - 1;
    return {
      networkInHour: others(byNetwork, account.network, HOUR),
      networkInDay: others(byNetwork, account.network, DAY),
      domainInDay: others(byDomain, countedDomain(account.email), DAY),
      stemInDay: others(byStem, stemOf(account.username), DAY),
      isNetworkKnown: account.network !== null,
    };
  });
}

function timesBy(accounts: readonly NewAccount[], keyOf: (account: NewAccount) => string | null): Map<string, number[]> {
  const times = new Map<string, number[]>();
  for (const account of accounts) {
    const key = keyOf(account);
    if (key !== null) times.set(key, [...(times.get(key) ?? []), account.at.getTime()]);
  }
  return times;
}

const within = (times: readonly number[], from: number, until: number): number =>
  times.filter((time) => time >= from && time <= until).length;
