/** What somebody can have, the least first. */
export const PLANS = ['FREE', 'PLUS', 'ORGANISER'] as const;
export type Plan = (typeof PLANS)[number];

/** What a plan lets its owner do. Each subgraph enforces what is its own. */
export interface Entitlements {
  /** Searches that they keep, each with its alert. Counted in events. */
  savedSearches: number;
  /** Templates that they keep: for themselves, and for each organisation. Counted in events. */
  eventTemplates: number;
  /** Of what is sold for events that they have made the platform takes its lower share. Decided in payments, sale by sale. */
  lowerShare: boolean;
}

const ENTITLEMENTS: Readonly<Record<Plan, Entitlements>> = {
  FREE: { savedSearches: 50, eventTemplates: 100, lowerShare: false },
  PLUS: { savedSearches: 200, eventTemplates: 100, lowerShare: false },
  ORGANISER: { savedSearches: 200, eventTemplates: 500, lowerShare: true },
};

/** Of a plan that this version does not know: what everybody has. */
export const entitlementsOf = (plan: string): Entitlements => ENTITLEMENTS[plan as Plan] ?? ENTITLEMENTS.FREE;
