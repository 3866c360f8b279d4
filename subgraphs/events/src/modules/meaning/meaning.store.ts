import type { Step } from '../../context';
import { meaningOf, type LatentWords } from './latent-words';
import { TEXTS, UNWRITTEN } from './meaning.sql';

const MOST_AT_ONCE = 200;

/** Writes what some events are about that have not been read by this model, and tells how many there were. */
export async function writeSomeMeanings({ tx }: Step, { version, model }: { version: number; model: LatentWords }): Promise<number> {
  const waiting = await tx.$queryRawUnsafe<{ id: string }[]>(UNWRITTEN, version, MOST_AT_ONCE);
  if (waiting.length === 0) return 0;
  const ids = waiting.map(({ id }) => id);
  const rows = await tx.$queryRawUnsafe<{ id: string; text: string }[]>(TEXTS, ids);
  // What says nothing that is known is written down as well, so that it is not read again every minute.
  const meanings = rows.map(({ id, text }) => ({ id, vector: [...(meaningOf(model, text) ?? [])] }));
  await tx.$executeRaw`
    UPDATE event_meanings m SET model_version = ${version}, vector = told.vector
    FROM jsonb_to_recordset(${JSON.stringify(meanings)}::jsonb) AS told(id uuid, vector real[]) WHERE m.event_id = told.id`;
  return rows.length;
}
