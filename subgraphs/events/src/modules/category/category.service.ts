import { isId } from '@marquee/platform';
import type { Context } from '../../context';
import type { Category } from '../../generated/prisma/client';
import { CATEGORY_COUNTS } from './category-counts';

const COUNTS_KEPT_SECONDS = 60;

export class CategoryService {
  constructor(private readonly ctx: Context) {}

  /** Parents before their children, in display order. */
  async all(): Promise<Category[]> {
    const rows = await this.ctx.loaders.categories();
    return rows.filter((row) => row.parentSlug === null).flatMap((top) => [top, ...rows.filter((row) => row.parentSlug === top.slug)]);
  }

  async bySlug(slug: string): Promise<Category | null> {
    return (await this.ctx.loaders.categories()).find((row) => row.slug === slug) ?? null;
  }

  async byId(id: string): Promise<Category | null> {
    return isId(id) ? ((await this.ctx.loaders.categories()).find((row) => row.id === id) ?? null) : null;
  }

  async parentOf(category: Category): Promise<Category | null> {
    return category.parentSlug === null ? null : this.bySlug(category.parentSlug);
  }

  async childrenOf(category: Category): Promise<Category[]> {
    return (await this.ctx.loaders.categories()).filter((row) => row.parentSlug === category.slug);
  }

  async eventCount(category: Category): Promise<number> {
    const counts = await this.ctx.kept.cache.wrap(CATEGORY_COUNTS, COUNTS_KEPT_SECONDS, () => this.countAll());
    const below = await this.childrenOf(category);
    return [category, ...below].reduce((sum, { slug }) => sum + (counts[slug] ?? 0), 0);
  }

  private async countAll(): Promise<Record<string, number>> {
    const { db, clock } = this.ctx.kept;
    const rows = await db.prisma.$queryRaw<{ slug: string; count: number }[]>`
      SELECT category_slug AS slug, count(*)::int AS count FROM events
      WHERE status = 'PUBLISHED' AND visibility = 'PUBLIC' AND NOT hidden AND ends_at > ${clock.now()} GROUP BY category_slug`;
    return Object.fromEntries(rows.map(({ slug, count }) => [slug, count]));
  }
}
