import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';

/** Gives every tag a row of its own, in one statement. Sorted, so that two writers take their locks in the same order. */
export async function ensureTags({ tx }: Step, names: readonly string[]): Promise<void> {
  const missing = [...new Set(names)].sort();
  if (missing.length === 0) return;
  const rows = missing.map((name) => ({ id: randomUUID(), name }));
  await tx.$executeRaw`
    INSERT INTO tags (id, name) SELECT r.id, r.name FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id uuid, name text)
    ON CONFLICT (name) DO NOTHING`;
}
