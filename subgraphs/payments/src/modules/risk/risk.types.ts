import type { RiskAction } from '../../generated/prisma/enums';

/** Who tries to pay, and from where. */
export interface Payer {
  userId: string;
  /** The prefix of a network, `203.0.113.0/24`; null where it is not known. */
  network: string | null;
  card: CardFacts;
}

/** What the processor tells of a card before it is charged. */
export interface CardFacts {
  /** The same for one card, whoever uses it; null where it is not told. */
  fingerprint: string | null;
  /** ISO 3166, where it was issued; null where it is not told. */
  country: string | null;
}

export interface Assessment {
  action: RiskAction;
  score: number;
  reasons: string[];
}
