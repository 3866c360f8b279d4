import { isId, refTo, type Connection, type PageArguments, type Ref } from '@marquee/platform';
import type { Context } from '../../context';
import type { Suggestion, SuggestionService } from '../suggestion/suggestion.service';
import type { Candidate } from '../suggestion/suggestion.sql';
import type { CompanionsInput } from './companion.input';
import { companionCandidates } from './companion.sql';
import { seekCompanions } from './companion.store';

/** Who would like company at an event: they find each other, and nobody else finds them. */
export class CompanionService {
  constructor(
    private readonly ctx: Context,
    private readonly suggestions: SuggestionService,
  ) {}

  async of(eventId: string, args: PageArguments): Promise<Connection<Suggestion>> {
    const { viewer, kept } = this.ctx;
    return this.suggestions.ranked(args, async () =>
      isId(eventId) ? kept.db.query<Candidate>(companionCandidates(viewer.id, eventId, kept.clock.now())) : [],
    );
  }

  async looks(eventId: string): Promise<boolean> {
    return (await this.ctx.loaders.ownSeekingByEventId.load(eventId)) !== null;
  }

  async look(input: CompanionsInput): Promise<Ref> {
    const { viewer } = this.ctx;
    const id = await this.ctx.change('lookForCompanions', input, async (step) => {
      await seekCompanions(step, viewer, input.eventId);
      return input.eventId;
    });
    return refTo(id);
  }

  /** Returns the id of the event. */
  async stop(input: CompanionsInput): Promise<string> {
    const { viewer } = this.ctx;
    return this.ctx.change('stopLookingForCompanions', input, async ({ tx }) => {
      await tx.companionSeeker.deleteMany({ where: { eventId: input.eventId, userId: viewer.id } });
      return input.eventId;
    });
  }
}
