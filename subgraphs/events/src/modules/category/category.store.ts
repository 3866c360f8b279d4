import { randomUUID } from 'node:crypto';
import type { Database } from '../../db';
import { CATEGORY_TREE } from './category-tree';

/** Brings the table of categories to the state of the tree. Runs at every start; changes nothing when nothing changed. */
export async function ensureCategories({ prisma }: Database): Promise<void> {
  const rows = CATEGORY_TREE.flatMap((top, position) => [
    { id: randomUUID(), slug: top.slug, name: top.name, parent: null, position },
    ...(top.children ?? []).map((child, index) => ({
      id: randomUUID(),
      slug: child.slug,
      name: child.name,
      parent: top.slug,
      position: index,
    })),
  ]);
  // Foreign keys are checked at the end of the statement, so parents and children may come together.
  await prisma.$executeRaw`
    INSERT INTO categories (id, slug, name, parent_slug, position)
    SELECT r.id, r.slug, r.name, r.parent, r.position
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id uuid, slug text, name text, parent text, position int)
    ON CONFLICT (slug) DO UPDATE SET name = excluded.name, parent_slug = excluded.parent_slug, position = excluded.position
      WHERE (categories.name, categories.parent_slug, categories.position)
        IS DISTINCT FROM (excluded.name, excluded.parent_slug, excluded.position)`;
}
