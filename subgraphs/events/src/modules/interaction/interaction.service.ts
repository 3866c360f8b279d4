import { invalidInputs } from '@marquee/platform';
import type { Context } from '../../context';
import type { EventService } from '../event/event.service';
import type { SearchLogAsked, TrackInteractions } from './interaction.input';
import { SEARCH_LOG } from './interaction.sql';
import type { SearchedWords } from './interaction.types';
import { keepInteractions } from './interaction.store';

const OLDEST_MS = 86_400_000;
const AHEAD_MS = 5 * 60_000;

/** What people and visitors do, as apps tell it. */
export class InteractionService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  async track(input: TrackInteractions): Promise<{ recorded: number; repeated: number; consented: boolean }> {
    const { session, consent, platform, interactions } = input;
    const { viewerId } = this.ctx;
    await this.refuseWrong(interactions);
    if (!consent) return { recorded: 0, repeated: 0, consented: false };
    const actor = { userId: viewerId, sessionId: session, platform };
    const rows = interactions.map(({ clientId, at, type, eventId, source, referenceId, dwellMs, query, resultCount }) => ({
      ...{ clientId, at, type, source },
      ...{ eventId: eventId ?? null, referenceId: referenceId ?? null, dwellMs: dwellMs ?? null, query: query ?? null },
      results: resultCount ?? null,
    }));
    const recorded = await this.ctx.change('trackInteractions', input, (step) => keepInteractions(step, actor, rows), {
      ...(viewerId === null ? { principal: `session:${session}` } : {}),
    });
    return { recorded: recorded ?? 0, repeated: recorded === null ? 0 : rows.length - recorded, consented: recorded !== null };
  }

  /** For those who look after search. */
  async searchLog({ range, onlyEmpty, first }: SearchLogAsked): Promise<SearchedWords[]> {
    return this.ctx.kept.db.query<SearchedWords>({
      name: 'search_log',
      text: SEARCH_LOG,
      values: [range.from, range.to, onlyEmpty, first],
    });
  }

  /** Names every item that tells of a time or an event that it cannot be about. */
  private async refuseWrong(interactions: TrackInteractions['interactions']): Promise<void> {
    const now = this.ctx.kept.clock.now().getTime();
    const ids = [...new Set(interactions.flatMap(({ eventId }) => eventId ?? []))];
    const found = await Promise.all(ids.map((id) => this.events.byId(id)));
    const seen = new Set(ids.filter((_, at) => found[at]));
    const faults = interactions.flatMap(({ at, eventId }, n) => [
      ...(at.getTime() < now - OLDEST_MS ? [{ path: `interactions.${n}.at`, message: 'must be within the last day' }] : []),
      ...(at.getTime() > now + AHEAD_MS ? [{ path: `interactions.${n}.at`, message: 'must not be ahead of the time' }] : []),
      ...(eventId && !seen.has(eventId) ? [{ path: `interactions.${n}.eventId`, message: 'is no event that you may see' }] : []),
    ]);
    if (faults.length > 0) throw invalidInputs(faults);
  }
}
