import { gzipSync } from 'node:zlib';
import { linesOf, WarehouseFault, type Warehouse, type WarehouseBatch } from './warehouse';

const LONGEST_MS = 30_000;
/** Nobody is waited for longer, whatever they ask. */
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * Sends each batch with one POST to `<address>/<stream>`: lines of JSON (application/x-ndjson), gzipped, under its id as Idempotency-Key.
 * Any answer of 2xx takes it.
 */
export class HttpWarehouse implements Warehouse {
  readonly name = 'http';

  /** `address`: without a slash at the end. `token`: sent as a bearer; null: none. */
  constructor(
    private readonly address: string,
    private readonly token: string | null,
  ) {}

  async send({ stream, id, rows }: WarehouseBatch): Promise<void> {
    const response = await this.post(`${this.address}/${encodeURIComponent(stream)}`, id, gzipSync(linesOf(rows)));
    // What it says is nobody's business, and may be long.
    await response.body?.cancel();
    if (!response.ok) throw new WarehouseFault(`It answered ${response.status}.`, pauseOf(response.headers.get('retry-after')));
  }

  private async post(address: string, id: string, body: Buffer<ArrayBuffer>): Promise<Response> {
    try {
      return await fetch(address, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-ndjson',
          'content-encoding': 'gzip',
          'idempotency-key': id,
          ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(LONGEST_MS),
      });
    } catch (error) {
      throw new WarehouseFault(
        error instanceof Error && error.name === 'TimeoutError' ? 'It did not answer in time.' : 'It cannot be reached.',
      );
    }
  }
}

/** Of seconds, or a date (RFC 9110). */
function pauseOf(retryAfter: string | null): number | null {
  if (retryAfter === null) return null;
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, LONGEST_PAUSE_MS) : null;
}
