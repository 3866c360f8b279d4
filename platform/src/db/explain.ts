import type pg from 'pg';

/** A node of `EXPLAIN (FORMAT JSON)`; only what the checks below read. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Total Cost': number;
  'Plan Rows': number;
  Plans?: PlanNode[];
}

/** The plan Postgres would choose for these values. The statement is planned, not run. */
export async function explain(pool: pg.Pool, text: string, values: unknown[] = []): Promise<PlanNode> {
  const result = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (FORMAT JSON) ${text}`, values);
  const row = result.rows[0];
  if (!row) throw new Error('EXPLAIN answered nothing');
  return row['QUERY PLAN'][0].Plan;
}

/** The names of all indexes that the plan reads, each once. */
export function usedIndexes(plan: PlanNode): string[] {
  return [...new Set(nodesOf(plan).flatMap((node) => node['Index Name'] ?? []))];
}

/** Does the plan read the whole table row by row anywhere? Parallel scans count too. */
export function hasSeqScanOn(plan: PlanNode, table: string): boolean {
  return nodesOf(plan).some((node) => node['Node Type'].endsWith('Seq Scan') && node['Relation Name'] === table);
}

function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}
