import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';
import type { TemplateView } from './template.types';

export const templateLoaders = ({ db }: Kept) => ({
  /** Says nothing of rights: the caller asks whose it is. */
  templateById: byId(
    async (ids: readonly string[]) =>
      (await db.prisma.eventTemplate.findMany({ where: { id: { in: [...ids] } } })) as unknown as TemplateView[],
    (template) => template.id,
  ),
});
