import { byId, rowsOf } from '@marquee/platform';
import type { Database } from '../../db';
import type { Assessment } from '../../generated/prisma/client';

const assessmentsById = rowsOf<Assessment>('Assessment', 'id = ANY($1::uuid[])', { lists: { flags: true } });

export const assessmentLoaders = (db: Database) => ({
  assessmentById: byId(
    (ids: readonly string[]) => assessmentsById(db, [ids]),
    (assessment) => assessment.id,
  ),
});
