import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@marquee/platform';
import type { Pool, PoolClient } from 'pg';
import {
  ProcessorFault,
  type DisputeState,
  type Evidence,
  type Intent,
  type MadeRefund,
  type MethodFacts,
  type Processor,
  type RefundState,
  type SavedMethod,
} from '../processor';
import { answerDispute, disputesSince, findDispute, openDispute } from './sandbox-disputes';
import { toIntent, type IntentRow } from './sandbox-intents';
import { completedMethod, savedMethod } from './sandbox-saving';
import { APPROVAL, behaviourOf, CANCELED, factsOfMethod, REFUSED_AT_BANK, sandboxFee } from './sandbox-methods';

/**
 * The built-in processor: behaves like a test mode and needs no account. It keeps its own accounts in its own tables, on connections and in
 * transactions of its own, so that to the rest of this subgraph it is an outside system: its effects are not undone by our rollbacks, and
 * an answer can be lost after the charge was made. Like a real one it returns its first answer to a repeated key.
 */
export class SandboxProcessor implements Processor {
  readonly name = 'sandbox';
  readonly takesMoney = false;
  readonly clientKey = null;

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  createIntent(request: { amountMinor: bigint; currency: string; orderId: string; key: string }): Promise<Intent> {
    return this.workOnce('intent', request, async (client) => toIntent(await this.newIntent(client, request)));
  }

  describeMethod(method: string): Promise<MethodFacts> {
    return Promise.resolve(factsOfMethod(method));
  }

  confirm(request: { ref: string; method: string; key: string; stepUp?: boolean }): Promise<Intent> {
    const asked = behaviourOf(request.method);
    const behaviour = request.stepUp && asked.kind === 'SUCCEEDS' ? ({ kind: 'NEEDS_ACTION' } as const) : asked;
    return this.workOnce('confirm', request, async (client) => {
      const intent = await this.lockIntent(client, request.ref);
      // What is paid, or being paid, cannot be paid again under any key.
      if (intent.status === 'SUCCEEDED' || intent.status === 'PROCESSING' || intent.status === 'CANCELED') return toIntent(intent);
      switch (behaviour.kind) {
        case 'SUCCEEDS':
          return this.chargeIntent(client, intent);
        case 'DISPUTED': {
          const charged = await this.chargeIntent(client, intent);
          await openDispute(client, { id: intent.id, amountMinor: BigInt(intent.amount_minor) }, this.clock.now());
          return charged;
        }
        case 'SUSPECT':
          return warned(await this.chargeIntent(client, intent));
        case 'DECLINES':
          return this.updateIntent(client, intent, { status: 'DECLINED', code: behaviour.code, reason: behaviour.reason });
        case 'NEEDS_ACTION':
          return this.updateIntent(client, intent, { status: 'REQUIRES_ACTION' });
        case 'DELAYED':
          return this.updateIntent(client, intent, { status: 'PROCESSING', settlesAt: this.after(behaviour.milliseconds) });
      }
    });
  }

  completeAction(request: { ref: string; proof: string; key: string }): Promise<Intent> {
    return this.workOnce('action', request, async (client) => {
      const intent = await this.lockIntent(client, request.ref);
      if (intent.status !== 'REQUIRES_ACTION') return toIntent(intent);
      return request.proof === APPROVAL
        ? this.chargeIntent(client, intent)
        : this.updateIntent(client, intent, { status: 'DECLINED', ...REFUSED_AT_BANK });
    });
  }

  retrieve(ref: string): Promise<Intent> {
    return this.inTransaction(async (client) => {
      const intent = await this.lockIntent(client, ref);
      const due = intent.status === 'PROCESSING' && intent.settles_at !== null && intent.settles_at <= this.clock.now();
      return due ? this.chargeIntent(client, intent) : toIntent(intent);
    });
  }

  cancelIntent(ref: string): Promise<Intent> {
    return this.inTransaction(async (client) => {
      const intent = await this.lockIntent(client, ref);
      const isPaid = intent.status === 'SUCCEEDED' || intent.status === 'PROCESSING';
      return isPaid ? toIntent(intent) : this.updateIntent(client, intent, { status: 'CANCELED', ...CANCELED });
    });
  }

  saveMethod(request: { person: string; customer: string | null; method: string; key: string }): Promise<SavedMethod> {
    return this.workOnce('save', request, () => Promise.resolve(savedMethod(request)));
  }

  completeSaving(request: { ref: string; proof: string }): Promise<SavedMethod> {
    return Promise.resolve(completedMethod(request));
  }

  chargeSaved(request: { customer: string; method: string; amountMinor: bigint; currency: string; key: string }): Promise<Intent> {
    return this.workOnce('charge', request, async (client) => {
      const intent = await this.newIntent(client, request);
      const behaviour = behaviourOf(request.method);
      switch (behaviour.kind) {
        case 'DECLINES':
          return this.updateIntent(client, intent, { status: 'DECLINED', code: behaviour.code, reason: behaviour.reason });
        case 'DELAYED':
          return this.updateIntent(client, intent, { status: 'PROCESSING', settlesAt: this.after(behaviour.milliseconds) });
        case 'DISPUTED':
          await openDispute(client, { id: intent.id, amountMinor: request.amountMinor }, this.clock.now());
      }
      return this.chargeIntent(client, intent);
    });
  }

  /** Nothing is kept of anybody. */
  forgetCustomer(): Promise<void> {
    return Promise.resolve();
  }

  /** Returns its fee in proportion. */
  refund(request: { ref: string; amountMinor: bigint; key: string }): Promise<MadeRefund> {
    return this.workOnce('refund', request, async (client) => {
      const intent = await this.lockIntent(client, request.ref);
      const { rows } = await client.query<{ left: string; fee: string }>(
        `SELECT COALESCE(SUM(amount_minor), 0) AS left, COALESCE(SUM(fee_minor) FILTER (WHERE id NOT LIKE 'du\\_%'), 0) AS fee
         FROM sandbox_charges WHERE intent_id = $1`,
        [intent.id],
      );
      const left = BigInt(rows[0]!.left);
      if (request.amountMinor > left) throw new ProcessorFault(`cannot refund ${request.amountMinor} of ${left}`);
      const fee = (BigInt(rows[0]!.fee) * request.amountMinor) / left;
      const ref = `re_${randomBytes(12).toString('hex')}`;
      await this.recordCharge(client, ref, intent.id, -request.amountMinor, -fee);
      return { ref, feeReturnedMinor: fee };
    });
  }

  /** What it has given back stays given back. */
  retrieveRefund(): Promise<RefundState> {
    return Promise.resolve({ status: 'MADE' });
  }

  disputesSince(since: Date): Promise<DisputeState[]> {
    return this.inTransaction((client) => disputesSince(client, since, this.clock.now()));
  }

  retrieveDispute(ref: string): Promise<DisputeState> {
    return this.inTransaction((client) => findDispute(client, ref, this.clock.now()));
  }

  /** Words as Stripe's test mode knows them: `winning_evidence` wins at once; anything else loses. */
  submitEvidence({ ref, evidence }: { ref: string; evidence: Evidence; key: string }): Promise<DisputeState> {
    return this.inTransaction((client) => answerDispute(client, ref, evidence.text, this.clock.now()));
  }

  /** Everybody who has an account can be paid. */
  openPayee({ key }: { key: string; country: string }): Promise<{ ref: string }> {
    return Promise.resolve({ ref: `acct_${key.replaceAll('-', '')}` });
  }

  onboardingUrl(): Promise<null> {
    return Promise.resolve(null);
  }

  retrievePayee(): Promise<{ status: 'VERIFIED' }> {
    return Promise.resolve({ status: 'VERIFIED' });
  }

  transfer(request: { destination: string; amountMinor: bigint; currency: string; key: string }): Promise<{ ref: string }> {
    return this.workOnce('transfer', request, async (client) => {
      const ref = `tr_${randomBytes(12).toString('hex')}`;
      await client.query(
        'INSERT INTO sandbox_transfers (id, destination, amount_minor, currency, created_at) VALUES ($1, $2, $3, $4, $5)',
        [ref, request.destination, request.amountMinor, request.currency, this.clock.now()],
      );
      return { ref };
    });
  }

  findTransfer(key: string): Promise<{ ref: string } | null> {
    return this.inTransaction(async (client) => {
      const { rows } = await client.query<{ response: string }>('SELECT response::text FROM sandbox_requests WHERE key = $1', [
        `transfer:${key}`,
      ]);
      return rows[0] ? decode<{ ref: string }>(rows[0].response) : null;
    });
  }

  private after(milliseconds: number): Date {
    return new Date(this.clock.now().getTime() + milliseconds);
  }

  private async newIntent(client: PoolClient, { amountMinor, currency }: { amountMinor: bigint; currency: string }): Promise<IntentRow> {
    const id = `pi_${randomBytes(12).toString('hex')}`;
    const { rows } = await client.query<IntentRow>(
      `INSERT INTO sandbox_intents (id, amount_minor, currency, status, client_secret) VALUES ($1, $2, $3, 'REQUIRES_METHOD', $4) RETURNING *`,
      [id, amountMinor, currency, `${id}_secret_${randomBytes(16).toString('hex')}`],
    );
    return rows[0]!;
  }

  private async chargeIntent(client: PoolClient, intent: IntentRow): Promise<Intent> {
    const amount = BigInt(intent.amount_minor);
    await this.recordCharge(client, `ch_${randomBytes(12).toString('hex')}`, intent.id, amount, sandboxFee(amount));
    return this.updateIntent(client, intent, { status: 'SUCCEEDED' });
  }

  private async recordCharge(client: PoolClient, id: string, intentId: string, amount: bigint, fee: bigint): Promise<void> {
    await client.query('INSERT INTO sandbox_charges (id, intent_id, amount_minor, fee_minor, created_at) VALUES ($1, $2, $3, $4, $5)', [
      id,
      intentId,
      amount,
      fee,
      this.clock.now(),
    ]);
  }

  private async lockIntent(client: PoolClient, ref: string): Promise<IntentRow> {
    const { rows } = await client.query<IntentRow>('SELECT * FROM sandbox_intents WHERE id = $1 FOR UPDATE', [ref]);
    if (!rows[0]) throw new ProcessorFault(`there is no payment ${ref}`);
    return rows[0];
  }

  private async updateIntent(
    client: PoolClient,
    { id }: IntentRow,
    change: { status: IntentRow['status']; code?: string; reason?: string; settlesAt?: Date },
  ): Promise<Intent> {
    const { rows } = await client.query<IntentRow>(
      'UPDATE sandbox_intents SET status = $2, decline_code = $3, decline_reason = $4, settles_at = $5 WHERE id = $1 RETURNING *',
      [id, change.status, change.code ?? null, change.reason ?? null, change.settlesAt ?? null],
    );
    return toIntent(rows[0]!);
  }

  /** The first request with a key works and is remembered with its answer, in one transaction; a duplicate waits for it. */
  private workOnce<T>(operation: string, request: { key: string }, work: (client: PoolClient) => Promise<T>): Promise<T> {
    const key = `${operation}:${request.key}`;
    const hash = createHash('sha256').update(encode(request)).digest('hex');
    return this.inTransaction(async (client) => {
      const inserted = await client.query(
        'INSERT INTO sandbox_requests (key, request_hash, response) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [key, hash, 'null'],
      );
      if (inserted.rowCount === 0) {
        const { rows } = await client.query<{ request_hash: string; response: string }>(
          'SELECT request_hash, response::text FROM sandbox_requests WHERE key = $1',
          [key],
        );
        if (rows[0]?.request_hash !== hash) throw new ProcessorFault(`the key ${key} was used with other parameters`);
        return decode<T>(rows[0].response);
      }
      const response = await work(client);
      await client.query('UPDATE sandbox_requests SET response = $2 WHERE key = $1', [key, encode(response)]);
      return response;
    });
  }

  private async inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect().catch((error: Error) => {
      throw new ProcessorFault(`not reachable: ${error.message}`);
    });
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((rollback: Error) => (broken = rollback));
      throw error instanceof ProcessorFault ? error : new ProcessorFault((error as Error).message, { cause: error });
    } finally {
      client.release(broken);
    }
  }
}

const warned = (intent: Intent): Intent =>
  intent.state.status === 'SUCCEEDED' ? { ...intent, state: { ...intent.state, isSuspect: true } } : intent;

/** Answers hold bigint amounts, which JSON does not know: written as `{"$minor": "123"}`. */
const encode = (value: unknown) =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? { $minor: String(part) } : part));

function decode<T>(json: string): T {
  return JSON.parse(json, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && '$minor' in part ? BigInt((part as { $minor: string }).$minor) : part,
  ) as T;
}
