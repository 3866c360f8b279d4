import { text } from '../text';
import type { SignedIn } from './viewer';

export type Role = SignedIn['role'];

const REVIEWERS: readonly Role[] = ['CURATOR', 'MODERATOR', 'ADMIN'];
const STAFF: readonly Role[] = ['MODERATOR', 'ADMIN'];

/** The API decides; this is what is worth showing. */
export const mayReview = (role: Role): boolean => REVIEWERS.includes(role);
export const mayAdminister = (role: Role): boolean => STAFF.includes(role);

export interface Place {
  readonly href: string;
  readonly label: string;
}

/** Where somebody can go from everywhere. */
export function placesOf(viewer: Pick<SignedIn, 'role'> | null): Place[] {
  const { places } = text.shell;
  const all: (Place | false)[] = [
    { href: '/', label: places.discover },
    viewer !== null && { href: '/tickets', label: places.tickets },
    viewer !== null && { href: '/chat', label: places.chat },
    viewer !== null && { href: '/people', label: places.people },
    viewer !== null && { href: '/groups', label: places.groups },
    viewer !== null && { href: '/notifications', label: places.notifications },
    viewer !== null && { href: '/desk', label: places.desk },
    viewer !== null && mayReview(viewer.role) && { href: '/curation', label: places.curation },
    viewer !== null && mayAdminister(viewer.role) && { href: '/admin', label: places.admin },
  ];
  return all.filter((place) => place !== false);
}
