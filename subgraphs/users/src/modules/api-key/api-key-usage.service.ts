import { invalidInput, isId } from '@marquee/platform';
import type { Context } from '../../context';
import type { ApiUsageDay as ApiUsageDayRow } from '../../generated/prisma/client';
import type { RecordApiUsage } from './api-key-usage.input';
import { addUsage } from './api-key-usage.store';

const MOST_DAYS = 90;
const DAY_MS = 24 * 60 * 60_000;

/** What keys of programs did, as gateways count it. */
export class ApiUsageService {
  constructor(private readonly ctx: Context) {}

  /** Null for a key that is not the viewer's. */
  async ofKey(keyId: string, days: number): Promise<ApiUsageDayRow[] | null> {
    if (days < 1 || days > MOST_DAYS) throw invalidInput('days', `must be between 1 and ${MOST_DAYS}`);
    const { kept, viewer } = this.ctx;
    if (!isId(keyId) || (await kept.db.prisma.apiKey.count({ where: { id: keyId, userId: viewer.id } })) === 0) return null;
    const since = new Date(kept.clock.now().getTime() - days * DAY_MS);
    return kept.db.prisma.apiUsageDay.findMany({ where: { keyId, day: { gt: since } }, orderBy: { day: 'desc' } });
  }

  /** For gateways. Returns how many keys and days there were. */
  record(input: RecordApiUsage): Promise<number> {
    return this.ctx.change('recordApiUsage', input, (step) => addUsage(step, input.entries), { principal: 'gateways' });
  }
}
