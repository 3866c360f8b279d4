import type { SupergraphManager } from '../../src/supergraph/sources/source';
import { compose, type SubgraphPlan } from '../kit';

/** A manager of supergraphs that a test drives. */
export function offering(first: string) {
  let update: (sdl: string) => void | Promise<void> = () => undefined;
  const state = { cleaned: 0 };
  const manager: SupergraphManager = {
    initialize: async (hooks) => {
      update = hooks.update;
      return { supergraphSdl: first, cleanup: async () => void state.cleaned++ };
    },
  };
  /** Resolves when it is served or refused. */
  return { manager, state, offer: async (sdl: string) => update(sdl) };
}

/** What composition says when one subgraph says something else: each pair is replaced in its SDL. */
export function composeWith(
  plans: readonly SubgraphPlan[],
  changes: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>>,
) {
  return compose(
    plans.map((plan) => ({
      ...plan,
      sdl: (changes[plan.name] ?? []).reduce((sdl, [from, to]) => {
        if (!sdl.includes(from)) throw new Error(`"${from}" is not in the SDL of ${plan.name}.`);
        return sdl.replace(from, to);
      }, plan.sdl),
    })),
  );
}
