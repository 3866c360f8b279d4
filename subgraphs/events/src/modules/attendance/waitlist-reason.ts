import type { WaitlistMoveKind } from '../../generated/prisma/enums';

export type MoveReason = 'AHEAD_SERVED' | 'AHEAD_LEFT' | 'SKIPPED' | 'PLACES_SAVED' | 'PASSED' | 'OFFERED';

/** What a move means to somebody in the queue. `own`: it is about that person's own party. */
export function reasonOf(kind: WaitlistMoveKind, own: boolean): MoveReason {
  if (kind === 'SERVED') return own ? 'OFFERED' : 'AHEAD_SERVED';
  if (kind === 'LEFT') return 'AHEAD_LEFT';
  if (kind === 'YIELDED') return 'PASSED';
  return kind === 'SKIPPED' ? 'SKIPPED' : 'PLACES_SAVED';
}

const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);
const places = (count: number) => (count === 1 ? '1 place' : `${count} places`);
const parties = (count: number) => (count === 1 ? '1 party does' : `${count} parties do`);

/** The same as a sentence for that person. */
export function sentenceOf({ reason, people, places: count }: { reason: MoveReason; people: number; places: number }): string {
  switch (reason) {
    case 'AHEAD_SERVED':
      return `A party of ${people} ahead of you was offered ${places(count)}.`;
    case 'AHEAD_LEFT':
      return `A party of ${people} ahead of you left the waiting list.`;
    case 'SKIPPED':
      return `Too few places were free for your party of ${people}: a smaller one was served first, so far ${times(count)}.`;
    case 'PLACES_SAVED':
      return `From now on freed places are kept until there are enough for your party of ${people}.`;
    case 'PASSED':
      return `A party of ${people} that came later waits before you, because of places that you left unused: at most ${parties(count)}.`;
    case 'OFFERED':
      return `Your party of ${people} was offered ${places(count)}.`;
  }
}
