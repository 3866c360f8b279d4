import { randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import { ProcessorFault, type DisputeState } from '../processor';

interface DisputeRow {
  id: string;
  intent_id: string;
  amount_minor: string;
  status: DisputeState['status'];
  respond_by: Date;
  taken: string;
  fee: string;
}

/** What processors commonly charge for a dispute, won or lost. */
const FEE_MINOR = 1_500;
const DAY = 86_400_000;
const RESPOND_WITHIN_MS = 7 * DAY;
const WINNING = 'winning_evidence';

const COLUMNS = `d.id, d.intent_id, d.amount_minor, d.status, d.respond_by,
  (SELECT -COALESCE(SUM(c.amount_minor), 0) FROM sandbox_charges c WHERE c.id IN (d.id, d.id || '_back')) AS taken,
  (SELECT COALESCE(SUM(c.fee_minor), 0) FROM sandbox_charges c WHERE c.id IN (d.id, d.id || '_back')) AS fee`;

/** The buyer's bank calls a charge back: money and fee leave at once. */
export async function openDispute(client: PoolClient, intent: { id: string; amountMinor: bigint }, now: Date): Promise<void> {
  const id = `du_${randomBytes(12).toString('hex')}`;
  await client.query(
    `INSERT INTO sandbox_disputes (id, intent_id, amount_minor, status, respond_by, created_at) VALUES ($1, $2, $3, 'NEEDS_RESPONSE', $4, $5)`,
    [id, intent.id, intent.amountMinor, new Date(now.getTime() + RESPOND_WITHIN_MS), now],
  );
  await move(client, { id, intentId: intent.id, amount: -intent.amountMinor, fee: FEE_MINOR }, now);
}

/** What nobody answered in time is lost when it is next looked at. */
export async function findDispute(client: PoolClient, id: string, now: Date): Promise<DisputeState> {
  await client.query(`UPDATE sandbox_disputes SET status = 'LOST' WHERE id = $1 AND status = 'NEEDS_RESPONSE' AND respond_by <= $2`, [
    id,
    now,
  ]);
  const { rows } = await client.query<DisputeRow>(`SELECT ${COLUMNS} FROM sandbox_disputes d WHERE d.id = $1`, [id]);
  if (!rows[0]) throw new ProcessorFault(`there is no dispute ${id}`);
  return toState(rows[0]);
}

export async function disputesSince(client: PoolClient, since: Date, now: Date): Promise<DisputeState[]> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM sandbox_disputes WHERE created_at >= $1 ORDER BY created_at, id', [
    since,
  ]);
  const found: DisputeState[] = [];
  for (const { id } of rows) found.push(await findDispute(client, id, now));
  return found;
}

export async function answerDispute(client: PoolClient, id: string, text: string, now: Date): Promise<DisputeState> {
  await client.query('SELECT 1 FROM sandbox_disputes WHERE id = $1 FOR UPDATE', [id]);
  const before = await findDispute(client, id, now);
  if (before.status !== 'NEEDS_RESPONSE') return before;
  const status = text.includes(WINNING) ? 'WON' : 'LOST';
  await client.query('UPDATE sandbox_disputes SET status = $2, evidence = $3, decides_at = $4 WHERE id = $1', [id, status, text, now]);
  if (status === 'WON') await move(client, { id: `${id}_back`, intentId: before.paymentRef, amount: before.amountMinor, fee: 0 }, now);
  return findDispute(client, id, now);
}

const move = (
  client: PoolClient,
  { id, intentId, amount, fee }: { id: string; intentId: string; amount: bigint; fee: number },
  now: Date,
) =>
  client.query('INSERT INTO sandbox_charges (id, intent_id, amount_minor, fee_minor, created_at) VALUES ($1, $2, $3, $4, $5)', [
    id,
    intentId,
    amount,
    fee,
    now,
  ]);

const toState = ({
  id,
  intent_id: paymentRef,
  amount_minor: amount,
  status,
  respond_by: respondBy,
  taken,
  fee,
}: DisputeRow): DisputeState => ({
  ...{ ref: id, paymentRef, reason: 'fraudulent', status, respondBy },
  ...{ amountMinor: BigInt(amount), takenMinor: BigInt(taken), feeMinor: BigInt(fee) },
});
