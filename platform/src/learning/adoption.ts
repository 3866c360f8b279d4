/** How a new model, the present one and a simple baseline do on the same held-out examples. */
export interface Comparison<Figures> {
  candidate: Figures;
  present: Figures;
  baseline: Figures;
}

export interface AdoptionRule<Figures> {
  /** With fewer held-out examples no figure says anything: the present model stays. */
  leastHeldOut: number;
  /** What a model should have little of, for example its mistakes. */
  loss(figures: Figures): number;
  /** What is asked of a model however bad the others are. */
  acceptable?(figures: Figures): boolean;
}

/** A new model is adopted when it is neither worse than the present one nor than what needs no learning. */
export function isAdopted<Figures>(
  { candidate, present, baseline }: Comparison<Figures>,
  heldOut: number,
  { leastHeldOut, loss, acceptable = () => true }: AdoptionRule<Figures>,
): boolean {
  const others = Math.min(loss(present), loss(baseline));
  return heldOut >= leastHeldOut && loss(candidate) <= others && acceptable(candidate);
}
