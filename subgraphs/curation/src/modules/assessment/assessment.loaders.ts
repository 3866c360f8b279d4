import { byId } from '@marquee/platform';
import type { Database } from '../../db';

export const assessmentLoaders = ({ prisma }: Database) => ({
  assessmentById: byId(
    (ids: readonly string[]) => prisma.assessment.findMany({ where: { id: { in: [...ids] } } }),
    (assessment) => assessment.id,
  ),
});
