import { byId, manyBy, pagesBy } from '@marquee/platform';
import type { OrganizationAct } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { actsOfOrganizations, statisticsOf } from './organization-acts.sql';
import type { OrganizationStatisticsView } from './organization.types';

/** Owners come first: the order of the enum in the database. */
const byRank = [{ role: 'asc' }, { joinedAt: 'asc' }, { userId: 'asc' }] as const;

export const organizationLoaders = ({ db, clock }: Kept) => ({
  organizationById: byId(
    (ids: readonly string[]) => db.prisma.organization.findMany({ where: { id: { in: [...ids] } } }),
    (organization) => organization.id,
  ),
  membersByOrganizationId: manyBy(
    (ids: readonly string[]) =>
      db.prisma.organizationMember.findMany({
        where: { organizationId: { in: [...ids] }, role: { not: null } },
        orderBy: [...byRank],
      }),
    (member) => member.organizationId,
  ),
  /** Pages of what was done there; that the viewer may see it is the caller's check. */
  actsByOrganizationId: pagesBy(
    (ids, page) => db.query<OrganizationAct>(actsOfOrganizations(ids, page)),
    (act) => act.organizationId,
  ),
  statisticsByOrganizationId: byId(
    (ids: readonly string[]) => db.query<OrganizationStatisticsView>(statisticsOf(ids)),
    ({ organizationId }) => organizationId,
  ),
  membershipsByUserId: manyBy(
    (ids: readonly string[]) =>
      db.prisma.organizationMember.findMany({
        where: { userId: { in: [...ids] }, role: { not: null } },
        include: { organization: true },
        orderBy: [{ organization: { name: 'asc' } }, { organizationId: 'asc' }],
      }),
    (member) => member.userId,
  ),
  openMailedByOrganizationId: manyBy(
    (ids: readonly string[]) =>
      db.prisma.organizationMailInvitation.findMany({
        where: { organizationId: { in: [...ids] }, status: 'OPEN', expiresAt: { gt: clock.now() } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      }),
    (invitation) => invitation.organizationId,
  ),
  openInvitationsByOrganizationId: manyBy(
    (ids: readonly string[]) =>
      db.prisma.organizationInvitation.findMany({
        where: { organizationId: { in: [...ids] }, status: 'OPEN', expiresAt: { gt: clock.now() } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      }),
    (invitation) => invitation.organizationId,
  ),
});
