import { requireWithinHour } from '../person/hourly-limit.store';
import type { Importer, ImportSource } from './import.types';

/** Each importer is a source of its own: nobody can claim, or change, what somebody else brought. */
export const sourceOf = (importer: Importer, dryRun = false): ImportSource => ({
  name: `import:${importer.id}`,
  dryRun,
  creatorFor: () => importer.id,
  trusted: isTrusted(importer),
  keepPast: false,
  requireRoom: (step, events) => requireWithinHour(step, importer, 'IMPORTED_EVENTS', events),
});

/** May publish without a curator's word before; see docs/decisions/import.md. */
export const isTrusted = ({ role, permissions }: Importer): boolean => role === 'admin' || permissions.includes('import:events');
