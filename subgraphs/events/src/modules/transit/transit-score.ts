/** Nobody walks further to a stop. */
export const WALK_METRES = 800;
/** At this distance a stop counts a third (1/e) of one at the door. */
const USUAL_WALK_METRES = 400;
/** So many stops at the door make two thirds of the way to the best. */
const MANY_STOPS = 4;

/**
 * How well a place is reached by public transport, 1 to 10: each station within 800 m counts e^(−distance / 400 m), and of the sum S the
 * score is 1 + 9 · (1 − e^(−S / 4)). `metres`: of the nearest stop of each station.
 */
export function transitScore(metres: readonly number[]): number {
  const sum = metres.filter((one) => one <= WALK_METRES).reduce((all, one) => all + Math.exp(-one / USUAL_WALK_METRES), 0);
  return 1 + Math.round(9 * (1 - Math.exp(-sum / MANY_STOPS)));
}
