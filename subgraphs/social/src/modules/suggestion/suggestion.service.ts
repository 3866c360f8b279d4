import { invalidInput, Keyset, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { Visibility } from '../../generated/prisma/client';
import type { PersonService } from '../person/person.service';
import { isKnown } from '../person/person.store';
import type { DismissSuggestion } from './suggestion.input';
import { compatibility, type Compatibility, type Profile } from './suggestion-compatibility';
import { candidatesFor, type Candidate } from './suggestion.sql';

export interface Suggestion {
  id: string;
  score: number;
  mutualFriendCount: number;
  compatibility: Compatibility;
}

const bestFirst = new Keyset('connectionSuggestions', { score: 'number', id: 'id' }, 'greatest first');

/** People the viewer may know, and how well two people go together. */
export class SuggestionService {
  constructor(
    private readonly ctx: Context,
    private readonly people: PersonService,
  ) {}

  async mine(args: PageArguments): Promise<Connection<Suggestion>> {
    return this.ranked(args, ({ interests }) => this.ctx.kept.db.query<Candidate>(candidatesFor(this.ctx.viewer.id, interests)));
  }

  /** A page of these candidates, the best first. Ranked here and not by the database, so the page is cut here, too. */
  async ranked(args: PageArguments, candidates: (me: Profile) => Promise<readonly Candidate[]>): Promise<Connection<Suggestion>> {
    const page = bestFirst.page(args);
    const me = await this.ownProfile();
    // Most of them are no friends: what is for friends alone counts for nobody.
    const ranked = (await candidates(me))
      .map(({ id, mutual, ...candidate }) => {
        const profile = shown(candidate, isPublic(candidate.interestsVisibility), isPublic(candidate.locationVisibility));
        const parts = compatibility(me, profile, mutual);
        return { id, score: parts.score, mutualFriendCount: mutual, compatibility: parts };
      })
      .sort((a, b) => b.score - a.score || (a.id > b.id ? -1 : 1));
    const [score, id] = (page.from ?? []) as [number, string];
    const rest = page.from ? ranked.filter((one) => one.score < score || (one.score === score && one.id < id)) : ranked;
    return bestFirst.connection(rest.slice(0, page.limit + 1), page);
  }

  /** Returns the id of the one who is not suggested any more. */
  async dismiss(input: DismissSuggestion): Promise<string> {
    const me = this.ctx.viewer.id;
    if (input.userId === me) throw invalidInput('userId', 'must be somebody else');
    return this.ctx.change('dismissSuggestion', input, async (step) => {
      // The lock lets an erasure find the row.
      if (!(await isKnown(step, input.userId))) throw notFound('This person');
      const row = { userId: me, dismissedId: input.userId, createdAt: step.now };
      await step.tx.suggestionDismissal.createMany({ data: [row], skipDuplicates: true });
      return input.userId;
    });
  }

  /** Null for visitors, oneself, people in a block and people we do not know (yet). */
  async compatibilityWith(userId: string): Promise<Compatibility | null> {
    const { viewerId, loaders } = this.ctx;
    if (!viewerId || viewerId === userId) return null;
    const person = await this.people.byId(userId);
    if (!person) return null;
    const [me, interests, location, mutual] = await Promise.all([
      this.ownProfile(),
      this.people.shows(userId, person.interestsVisibility),
      this.people.shows(userId, person.locationVisibility),
      loaders.mutualFriendCountByUserId.load(userId),
    ]);
    return compatibility(me, shown(person, interests, location), mutual?.count ?? 0);
  }

  private async ownProfile(): Promise<Profile> {
    const me = await this.ctx.loaders.personById.load(this.ctx.viewer.id);
    return me ? shown(me, true, true) : { interests: [], traits: [], location: null, activityLevel: null };
  }
}

const isPublic = (visibility: Visibility) => visibility === 'PUBLIC';

/** Traits are shown with interests; how active somebody wants to be is no secret. */
function shown(raw: Omit<Candidate, 'id' | 'mutual'>, interests: boolean, location: boolean): Profile {
  const { latitude, longitude } = raw;
  return {
    interests: interests ? raw.interests : [],
    traits: interests ? raw.traits : [],
    location: location && latitude !== null && longitude !== null ? { latitude, longitude } : null,
    activityLevel: raw.activityLevel,
  };
}
