interface Tier {
  readonly id: string;
  readonly priceWithTax: { readonly amountMinor: number; readonly currency: string };
  /** Charged with each place, and returned to who comes. */
  readonly deposit?: { readonly dueFromViewer: { readonly amountMinor: number; readonly currency: string } } | null;
}

/** What is bought, by the id of its tier. */
export type Chosen = Readonly<Record<string, number>>;

export const itemsOf = (chosen: Chosen): { tierId: string; quantity: number }[] =>
  Object.entries(chosen)
    .filter(([, quantity]) => quantity > 0)
    .map(([tierId, quantity]) => ({ tierId, quantity }));

/** What is deposited for one place; null for nothing, and where it is waived. */
export const depositOf = ({ deposit }: Pick<Tier, 'deposit'>) =>
  deposit && deposit.dueFromViewer.amountMinor > 0 ? deposit.dueFromViewer : null;

/** What is paid as far as it is known before codes, deposits among it; null for nothing, and for what has no common sum. */
export function totalOf(tiers: readonly Tier[], chosen: Chosen): { readonly amountMinor: number; readonly currency: string } | null {
  const bought = tiers.filter(({ id }) => (chosen[id] ?? 0) > 0);
  const [first] = bought;
  if (!first || bought.some(({ priceWithTax }) => priceWithTax.currency !== first.priceWithTax.currency)) return null;
  const each = (tier: Tier) => tier.priceWithTax.amountMinor + (depositOf(tier)?.amountMinor ?? 0);
  const amountMinor = bought.reduce((sum, tier) => sum + each(tier) * chosen[tier.id]!, 0);
  return { amountMinor, currency: first.priceWithTax.currency };
}

/** How long places are held yet, `4:05`; null when they no longer are. */
export function timeLeft(until: string, now: number): string | null {
  const seconds = Math.ceil((Date.parse(until) - now) / 1_000);
  return seconds <= 0 ? null : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
