import type { TryFacts } from '../../src/modules/risk/risk-features';
import type { LabelledTry } from './generators/generator.types';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** As many as the statement looks at. */
const MOST = 200;

/** For each try what came before it, as the statement that judges it counts (`risk.sql.ts`). */
export function factsOf(labelled: readonly LabelledTry[]): TryFacts[] {
  const before = {
    account: new Map<string, LabelledTry[]>(),
    card: new Map<string, LabelledTry[]>(),
    origin: new Map<string, LabelledTry[]>(),
  };
  return labelled.map((one) => {
    const { at, account, card, origin, accountAgeHours, isLimited, isForeignCard, amount, places, codes } = one.purchase;
    const since = (list: readonly LabelledTry[] | undefined, span: number) =>
      (list ?? []).slice(-MOST).filter(({ purchase }) => at.getTime() - purchase.at.getTime() < span);
    const others = (list: readonly LabelledTry[]) =>
      new Set(list.map(({ purchase }) => purchase.account).filter((id) => id !== account)).size;
    const ofAccount = since(before.account.get(account), DAY);
    const ofCard = card === null ? [] : since(before.card.get(card), DAY);
    const ofOrigin = origin === null ? [] : since(before.origin.get(origin), DAY);
    const facts: TryFacts = {
      ...{ amount, places, accountAgeHours, isLimited, isForeignCard, codesInDay: codes, isOriginKnown: origin !== null },
      // The order that is being paid is one of them.
      ordersInDay: ofAccount.filter(({ purchase }) => purchase.isNewOrder).length + Number(one.purchase.isNewOrder),
      triesInHour: since(ofAccount, HOUR).length,
      declinesInDay: ofAccount.filter(isDeclined).length,
      cardsInDay: new Set(ofAccount.map(({ purchase }) => purchase.card)).size,
      cardAccountsInDay: others(ofCard),
      cardDeclinesInDay: ofCard.filter(isDeclined).length,
      originAccountsInHour: others(since(ofOrigin, HOUR)),
      originDeclinesInDay: ofOrigin.filter(isDeclined).length,
    };
    keep(before.account, account, one);
    keep(before.card, card, one);
    keep(before.origin, origin, one);
    return facts;
  });
}

const isDeclined = (one: LabelledTry): boolean => one.isDeclined;

function keep(lists: Map<string, LabelledTry[]>, key: string | null, one: LabelledTry): void {
  if (key === null) return;
  const list = lists.get(key);
  if (list) list.push(one);
  else lists.set(key, [one]);
}
