import type { FactOf } from '@marquee/platform';
import type { ReportRaised, Topics } from '@marquee/schema/topics';
import type { Organization, OrganizationMember } from '../../generated/prisma/client';

/** How an organisation is now. */
export const organizationChanged = ({
  id,
  version,
  name,
  slug,
  verified,
}: Pick<Organization, 'id' | 'version' | 'name' | 'slug' | 'verified'>): FactOf<Pick<Topics, 'organization.changed'>> => ({
  topic: 'organization.changed',
  key: id,
  payload: { organizationId: id, version, name, slug, verified },
});

/** What a reported organisation says; without one, that there is nothing to see. */
export const organizationEvidence = (
  { reportId, kind, subjectId }: ReportRaised,
  organization: { ownerId: string | null; parts: Record<string, string> } | null,
): FactOf<Pick<Topics, 'report.evidence'>> => ({
  topic: 'report.evidence',
  key: subjectId,
  payload: { reportId, kind, subjectId, authorId: organization?.ownerId ?? null, evidence: organization?.parts ?? null },
});

/** What a person is in an organisation now. A suspended person keeps their role; `user.updated` says that it has no effect. */
export const organizationMemberChanged = ({
  organizationId,
  version,
  userId,
  role,
}: Pick<OrganizationMember, 'organizationId' | 'version' | 'userId' | 'role'>): FactOf<Pick<Topics, 'organization.member_changed'>> => ({
  topic: 'organization.member_changed',
  key: organizationId,
  payload: { organizationId, version, userId, role },
});
