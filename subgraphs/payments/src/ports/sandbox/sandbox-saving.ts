import type { SavedMethod } from '../processor';
import { APPROVAL, behaviourOf, REFUSED_AT_BANK } from './sandbox-methods';

const PREFIX = 'seti_';

/** Saves a test method. Nothing is kept of it: its reference says which it is. */
export function savedMethod({ person, method }: { person: string; method: string }): SavedMethod {
  const behaviour = behaviourOf(method);
  const to = { ref: `${PREFIX}${person}_${method}`, customer: customerOf(person) };
  if (behaviour.kind === 'NEEDS_ACTION') return { ...to, state: { status: 'REQUIRES_ACTION', actionUrl: null } };
  if (behaviour.kind === 'DECLINES' && !behaviour.isKept)
    return { ...to, state: { status: 'DECLINED', code: behaviour.code, reason: behaviour.reason } };
  return { ...to, state: { status: 'SAVED', method, label: labelOf(method) } };
}

/** The bank lets it pass with the proof `approve`. */
export function completedMethod({ ref, proof }: { ref: string; proof: string }): SavedMethod {
  const [person = '', ...rest] = ref.slice(PREFIX.length).split('_');
  const method = rest.join('_');
  const state: SavedMethod['state'] =
    proof === APPROVAL ? { status: 'SAVED', method, label: labelOf(method) } : { status: 'DECLINED', ...REFUSED_AT_BANK };
  return { ref, customer: customerOf(person), state };
}

const customerOf = (person: string): string => `cus_${person.replaceAll('-', '')}`;
const labelOf = (method: string): string => method.replace(/^pm_card_/, '');
