import { invalidInput, isId } from '@marquee/platform';
import type { Context } from '../../context';
import { normaliseTag } from './tag.input';

export interface TagNode {
  id: string;
  name: string;
}

export interface CountedTag extends TagNode {
  eventCount: number;
}

const KEPT_SECONDS = 300;
const MOST = 100;
/** As many of the most used tags are counted; rarer ones are counted one by one when somebody asks. */
const COUNTED = 2000;

export class TagService {
  constructor(private readonly ctx: Context) {}

  /** Most used first, then by name. */
  async inUse(prefix: string | null | undefined, first: number): Promise<CountedTag[]> {
    if (first < 1 || first > MOST) throw invalidInput('first', `must be between 1 and ${MOST}`);
    const start = normaliseTag(prefix ?? '');
    return (await this.counted()).filter((tag) => tag.name.startsWith(start)).slice(0, first);
  }

  async byId(id: string): Promise<TagNode | null> {
    return isId(id) ? this.ctx.loaders.tagById.load(id) : null;
  }

  async eventCount(tag: TagNode & { eventCount?: number }): Promise<number> {
    return (
      tag.eventCount ??
      (await this.counted()).find((other) => other.id === tag.id)?.eventCount ??
      (await this.ctx.loaders.eventCountByTag.load(tag.name))?.count ??
      0
    );
  }

  private counted(): Promise<CountedTag[]> {
    const { db, cache, clock } = this.ctx.kept;
    return cache.wrap(
      'events:tags',
      KEPT_SECONDS,
      () =>
        db.prisma.$queryRaw<CountedTag[]>`
        SELECT t.id, t.name, count(*)::int AS "eventCount" FROM events e CROSS JOIN LATERAL unnest(e.tags) AS used(name) JOIN tags t USING (name)
        WHERE e.status = 'PUBLISHED' AND e.visibility = 'PUBLIC' AND NOT e.hidden AND e.ends_at > ${clock.now()}
        GROUP BY t.id ORDER BY count(*) DESC, t.name LIMIT ${COUNTED}`,
    );
  }
}
