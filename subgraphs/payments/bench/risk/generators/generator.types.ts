/** One try to pay, as it is known when it begins. */
export interface PurchaseTry {
  at: Date;
  account: string;
  /** Null: the account is older than what is told of it. */
  accountAgeHours: number | null;
  isLimited: boolean;
  /** Null: not known. */
  origin: string | null;
  card: string | null;
  isForeignCard: boolean;
  /** In whole units of the currency. */
  amount: number;
  places: number;
  /** Codes that there are not, which the account tried in the day before. */
  codes: number;
  /** It is the first try of its order. */
  isNewOrder: boolean;
}

export interface LabelledTry {
  purchase: PurchaseTry;
  /** What the bank answered. */
  isDeclined: boolean;
  isFraud: boolean;
  /** Which kind of person or attack it is: figures are told for each. */
  kind: string;
}

/** Makes tries as they may be made in some weeks. The same seed makes the same ones, in the order of their times. */
export interface PurchaseGenerator {
  name: string;
  /** What it was written from: titles and years of published descriptions. */
  sources: readonly string[];
  generate(seed: string, count: number): LabelledTry[];
}
