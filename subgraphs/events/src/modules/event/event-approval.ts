import type { Viewer } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import type { EventStatus } from '../../generated/prisma/enums';

/**
 * Does a change of the event's content by this person wait for approval? What is on show does, but for those who publish by themselves:
 * the platform's staff, and an importer what came by an import.
 */
export const needsApproval = ({ status, source }: { status: EventStatus; source: string | null }, viewer: Viewer): boolean =>
  status === 'PUBLISHED' && !staffMay(viewer, 'EDIT') && !(source !== null && viewer.permissions.includes('import:events'));
