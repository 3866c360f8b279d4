const DAY_MS = 86_400_000;

/** What is known of the decision that is appealed against. */
export interface Appealed {
  createdAt: Date;
  /** It has been appealed against. */
  appealed: boolean;
  /** It decided about an appeal itself. */
  decidesAppeal: boolean;
}

/** Why a decision cannot be appealed against at this moment; null when it can. */
export function whyNotAppealable({ createdAt, appealed, decidesAppeal }: Appealed, days: number, now: Date): string | null {
  if (decidesAppeal) return 'What was decided about an appeal is final.';
  if (appealed) return 'You have appealed against this decision already.';
  if (now.getTime() - createdAt.getTime() > days * DAY_MS) return `An appeal is possible for ${days} days.`;
  return null;
}
