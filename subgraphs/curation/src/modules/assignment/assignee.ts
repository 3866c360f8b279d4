import type { QueueEntry } from '../../generated/prisma/client';
import { mayJudge } from '../subject/subject-rights';

/** Somebody to whom work is assigned. */
export interface Assignee {
  userId: string;
  role: string;
  capacity: number;
  categories: readonly string[];
  cities: readonly string[];
  languages: readonly string[];
  /** What they have now. */
  load: number;
}

type Waiting = Pick<QueueEntry, 'kind' | 'authorId' | 'categorySlug' | 'city' | 'language' | 'curatorId'>;

/**
 * Who comes into question for what waits, the best first: who knows its category and city, then who has the least of what they can take. Who
 * had it and let it lapse comes last.
 */
export function assigneesFor(waiting: Waiting, people: readonly Assignee[]): Assignee[] {
  const { kind, authorId, categorySlug, city, language, curatorId } = waiting;
  const knows = ({ categories, cities }: Assignee) =>
    Number(categorySlug !== null && categories.includes(categorySlug)) + Number(city !== null && cities.includes(city));
  const isLast = ({ userId }: Assignee) => Number(userId === curatorId);
  const share = ({ load, capacity }: Assignee) => load / capacity;
  return people
    .filter((person) => mayJudge(person, kind) && person.userId !== authorId && person.load < person.capacity)
    .filter(({ languages }) => languages.length === 0 || language === null || languages.includes(language))
    .sort(
      (one, other) =>
        isLast(one) - isLast(other) || knows(other) - knows(one) || share(one) - share(other) || (one.userId < other.userId ? -1 : 1),
    );
}
