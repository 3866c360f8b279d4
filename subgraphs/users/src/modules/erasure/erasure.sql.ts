import { Prisma } from '../../generated/prisma/client';

/** Organisations that this person alone owns, of those who are there, and how many others work in each; and the events that depend on it. */
export const soleOwnerships = (userId: string) => Prisma.sql`
  SELECT m.organization_id AS "organizationId",
         (SELECT count(*)::int FROM organization_members o WHERE o.organization_id = m.organization_id AND o.user_id <> m.user_id AND o.role IS NOT NULL) AS others,
         (SELECT count(*)::int FROM event_copies e
          WHERE e.organization_id = m.organization_id AND e.status NOT IN ('DELETED', 'CANCELLED', 'COMPLETED')) AS events
  FROM organization_members m
  WHERE m.user_id = ${userId}::uuid AND m.role = 'OWNER'
    AND NOT EXISTS (SELECT 1 FROM organization_members o JOIN users u ON u.id = o.user_id
                    WHERE o.organization_id = m.organization_id AND o.user_id <> m.user_id AND o.role = 'OWNER'
                      AND u.suspended_at IS NULL AND u.deactivated_at IS NULL)
  ORDER BY 1`;

export interface SoleOwnership {
  organizationId: string;
  others: number;
  events: number;
}

/** Would somebody be left without an owner? An organisation of one person without events goes with them. */
export const dependsOnOwner = ({ others, events }: SoleOwnership): boolean => others > 0 || events > 0;
