import type { Pool } from 'pg';
import type { Comparison } from './adoption';

type Queryable = Pick<Pool, 'query'>;

/** One training, as `learned_models` keeps it, without its parameters. */
export interface ModelVersion<Figures> extends Partial<Comparison<Figures>> {
  candidate: Figures;
  version: number;
  /** Whether it was taken into use; the newest that was is in use. */
  adopted: boolean;
  learned: number;
  heldOut: number;
  trainedAt: Date;
}

export interface StoredModel {
  version: number;
  parameters: Uint8Array;
}

export interface NewVersion<Figures> {
  format: string;
  parameters: Uint8Array;
  adopted: boolean;
  learned: number;
  heldOut: number;
  comparison: Comparison<Figures>;
  /** The version it was compared with: where another one was adopted meanwhile, this one is not. */
  comparedWith: number;
  trainedAt: Date;
}

/** The versions of one model in the table `learned_models` (platform/sql/learning.sql) of a subgraph. */
export class ModelVersions<Figures> {
  constructor(
    private readonly pool: Queryable,
    private readonly name: string,
  ) {}

  /** The version in use: the newest adopted one of this format. Null when there is none. */
  async inUse(format: string): Promise<StoredModel | null> {
    const { rows } = await this.pool.query<StoredModel>(
      `SELECT version, parameters FROM learned_models WHERE name = $1 AND format = $2 AND adopted ORDER BY version DESC LIMIT 1`,
      [this.name, format],
    );
    return rows[0] ?? null;
  }

  /** The number of the version in use; 0 when there is none. */
  async versionInUse(format: string): Promise<number> {
    const { rows } = await this.pool.query<{ version: number }>(
      `SELECT coalesce(max(version), 0)::int AS version FROM learned_models WHERE name = $1 AND format = $2 AND adopted`,
      [this.name, format],
    );
    return rows[0]!.version;
  }

  async lastTrainedAt(): Promise<Date | null> {
    const { rows } = await this.pool.query<{ at: Date | null }>(`SELECT max(trained_at) AS at FROM learned_models WHERE name = $1`, [
      this.name,
    ]);
    return rows[0]!.at;
  }

  /** Returns its number, and whether it is in use now. */
  async add({ format, parameters, adopted, learned, heldOut, comparison, comparedWith, trainedAt }: NewVersion<Figures>) {
    const { rows } = await this.pool.query<{ version: number; adopted: boolean }>(
      `INSERT INTO learned_models (name, version, format, parameters, adopted, learned, held_out, figures, trained_at)
       SELECT $1::text, next.version, $2::text, CASE WHEN next.adopted THEN $3::bytea END, next.adopted, $6::int, $7::int, $8::jsonb, $9::timestamptz
       FROM (
         SELECT coalesce(max(version), 0) + 1 AS version,
                $4::boolean AND coalesce(max(version) FILTER (WHERE adopted AND format = $2::text), 0) = $5::int AS adopted
         FROM learned_models WHERE name = $1::text
       ) next
       RETURNING version, adopted`,
      [this.name, format, Buffer.from(parameters), adopted, comparedWith, learned, heldOut, JSON.stringify(comparison), trainedAt],
    );
    return rows[0]!;
  }

  /** Newest first. */
  async list(limit: number): Promise<ModelVersion<Figures>[]> {
    const { rows } = await this.pool.query<ModelVersion<Figures> & { figures: Comparison<Figures> }>(
      `SELECT version, adopted, learned, held_out AS "heldOut", trained_at AS "trainedAt", figures
       FROM learned_models WHERE name = $1 ORDER BY version DESC LIMIT $2`,
      [this.name, limit],
    );
    return rows.map(({ figures, ...row }) => ({ ...row, ...figures }));
  }
}
