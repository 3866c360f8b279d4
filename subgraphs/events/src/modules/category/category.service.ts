import { invalidInput, isId } from '@marquee/platform';
import type { Context } from '../../context';
import type { Category } from '../../generated/prisma/client';
import { guessCategories, type Described } from './category-classifier';
import { CATEGORY_COUNTS } from './category-counts';
import { learnedModel } from './learned-categories';

const COUNTS_KEPT_SECONDS = 60;
const MOST_TITLE = 200;
const MOST_DESCRIPTION = 10_000;
const MOST_KEYWORDS = 50;
const LONGEST_KEYWORD = 100;
const MOST_SUGGESTIONS = 3;
/** Less likely ones help nobody. */
const UNLIKELY = 0.05;

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

  /** The likeliest categories of an event that is being written, best first. */
  async suggest(described: Omit<Described, 'types'>): Promise<{ category: Category; confidence: number }[]> {
    const { title, description, keywords } = described;
    if (title.length > MOST_TITLE) throw invalidInput('title', `must have at most ${MOST_TITLE} characters`);
    if (description.length > MOST_DESCRIPTION) throw invalidInput('description', `must have at most ${MOST_DESCRIPTION} characters`);
    if (keywords.length > MOST_KEYWORDS || keywords.some((keyword) => keyword.length > LONGEST_KEYWORD))
      throw invalidInput('keywords', `must be at most ${MOST_KEYWORDS}, of at most ${LONGEST_KEYWORD} characters each`);
    const guesses = guessCategories(learnedModel(), { ...described, types: [] }, MOST_SUGGESTIONS);
    const found = await Promise.all(
      guesses.map(async ({ slug, confidence }) => ({
        category: await this.bySlug(slug),
        confidence: Math.round(confidence * 1000) / 1000,
      })),
    );
    return found.flatMap(({ category, confidence }) => (category && confidence >= UNLIKELY ? [{ category, confidence }] : []));
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
