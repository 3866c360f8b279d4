import type { Step } from '../../context';
import { meaningOf, type LatentWords } from './latent-words';
import { UNWRITTEN } from './meaning.sql';

const MOST_AT_ONCE = 200;

/** Writes what some events are about that have not been read by this model, and tells how many there were. */
export async function writeSomeMeanings({ tx }: Step, { version, model }: { version: number; model: LatentWords }): Promise<number> {
  const rows = await tx.$queryRawUnsafe<{ id: string; text: string }[]>(UNWRITTEN, version, MOST_AT_ONCE);
  // What says nothing that is known is written down as well, so that it is not read again every minute.
  const meanings = rows.map(({ id, text }) => ({ id, vector: [...(meaningOf(model, text) ?? [])] }));
  await tx.$executeRaw`
    INSERT INTO event_meanings (event_id, model_version, vector)
    SELECT id, ${version}, vector FROM jsonb_to_recordset(${JSON.stringify(meanings)}::jsonb) AS told(id uuid, vector real[])
    ON CONFLICT (event_id) DO UPDATE SET model_version = excluded.model_version, vector = excluded.vector`;
  return rows.length;
}
