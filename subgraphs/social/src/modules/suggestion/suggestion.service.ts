import { parsePage, toConnection, type Connection, type PageArguments } from '@marquee/platform';
import { viewerOf, type Deps } from '../../deps';
import type { Visibility } from '../../generated/prisma/client';
import { PersonService } from '../person/person.service';
import { compatibility, type Compatibility, type Profile } from './compatibility';
import { candidatesFor } from './suggestion.query';

export interface Suggestion {
  id: string;
  mutualFriendCount: number;
  compatibility: Compatibility;
}

/** The part of a person's copy that compatibility looks at. */
interface RawProfile {
  interests: string[];
  traits: string[];
  latitude: number | null;
  longitude: number | null;
  activityLevel: number;
  interestsVisibility: Visibility;
  locationVisibility: Visibility;
}

/** Whom the viewer may know, and how well two people go together. */
export class SuggestionService {
  private readonly people: PersonService;

  constructor(private readonly deps: Deps) {
    this.people = new PersonService(deps);
  }

  async suggestions(args: PageArguments): Promise<Connection<Suggestion>> {
    const page = parsePage(args, { list: 'connectionSuggestions', keyLength: 2 });
    const me = await this.own();
    // None of them is a friend, so what is for friends is not shown.
    const ranked = (await candidatesFor(this.deps.db, viewerOf(this.deps).id, me.interests))
      .map((candidate) => ({
        id: candidate.id,
        mutualFriendCount: candidate.mutual,
        compatibility: compatibility(
          me,
          shown(candidate, isPublic(candidate.interestsVisibility), isPublic(candidate.locationVisibility)),
          candidate.mutual,
        ),
      }))
      .sort((a, b) => b.compatibility.score - a.compatibility.score || (a.id < b.id ? -1 : 1));
    const [score, id] = page.from ?? [];
    const rest = page.from ? ranked.filter((one) => isAfter(one, Number(score), String(id))) : ranked;
    return toConnection(rest.slice(0, page.limit + 1), page, (one) => [one.compatibility.score, one.id]);
  }

  /** Null for visitors, oneself, people in a block and people we do not know (yet). */
  async with(userId: string): Promise<Compatibility | null> {
    const viewer = this.deps.caller.viewer;
    if (!viewer || viewer.id === userId) return null;
    const person = await this.people.find(userId);
    if (!person) return null;
    const [me, interests, location, mutual] = await Promise.all([
      this.own(),
      this.people.shows(userId, person.interestsVisibility),
      this.people.shows(userId, person.locationVisibility),
      this.deps.loaders.mutualFriendCountByUserId.load(userId),
    ]);
    return compatibility(me, shown(person, interests, location), mutual?.count ?? 0);
  }

  private async own(): Promise<Profile> {
    const me = await this.deps.loaders.personById.load(viewerOf(this.deps).id);
    return me ? shown(me, true, true) : { interests: [], traits: [], location: null, activityLevel: null };
  }
}

const isPublic = (visibility: Visibility) => visibility === 'PUBLIC';

/** Traits are shown with interests; how active somebody wants to be is no secret. */
function shown(raw: RawProfile, interests: boolean, location: boolean): Profile {
  const { latitude, longitude } = raw;
  return {
    interests: interests ? raw.interests : [],
    traits: interests ? raw.traits : [],
    location: location && latitude !== null && longitude !== null ? { latitude, longitude } : null,
    activityLevel: raw.activityLevel,
  };
}

const isAfter = (one: Suggestion, score: number, id: string) =>
  one.compatibility.score < score || (one.compatibility.score === score && one.id > id);
