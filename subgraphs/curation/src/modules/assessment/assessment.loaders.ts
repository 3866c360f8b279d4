import { byId, rowsOf } from '@marquee/platform';
import type { Assessment } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

const assessmentsById = rowsOf<Assessment>('Assessment', 'id = ANY($1::uuid[])', { lists: { flags: true } });

export const assessmentLoaders = ({ db }: Kept) => ({
  assessmentById: byId(
    (ids: readonly string[]) => assessmentsById(db, [ids]),
    (assessment) => assessment.id,
  ),
});
