/** What somebody may ask, and by which rule an event of the demo world is a good answer. Written before the ranking was changed. */
export interface JudgedQuery {
  query: string;
  kind: Kind;
  rule: Rule;
}

/** The first three are nouns, the rest sentences. */
export const KINDS = [
  'names',
  'venues',
  'genres',
  'days',
  'prices',
  'audiences',
  'places',
  'questions',
  'misspelt',
  'mixed',
  'languages',
] as const;
export type Kind = (typeof KINDS)[number];

/** Everything that is named must hold; `about` decides how good the answer is. */
export interface Rule {
  /** In the title it is very good (3), among the keywords good (2), in the description fair (1). */
  about?: RegExp;
  /** In the venue's name or address it is very good, in title or description fair. */
  venue?: RegExp;
  /** In the organiser's name, as good as in the title. */
  organiser?: RegExp;
  /** Latitude, longitude and kilometres, or the city's part or the address. */
  within?: readonly [number, number, number];
  address?: RegExp;
  /** Runs at some time between the two, on the clocks of Toronto. */
  on?: readonly [string, string];
  free?: true;
  /** Dollars, free included. */
  under?: number;
  audience?: keyof typeof AUDIENCES;
}

export const AUDIENCES = {
  kids: /\bfamily\/children\b|\bkids?\b|\bchild(ren)?('s)?\b|\bfamil(y|ies)\b|\btoddlers?\b|\ball ages\b/i,
  toddlers: /\btoddlers?\b|\bbab(y|ies)\b|\bpreschool|\blittle ones\b|\bages? (0|1|2|3)\b|\bfamily\/children\b/i,
  teens: /\bteen(s|agers?)?\b|\byouth\b|\byoung people\b/i,
  seniors: /\bseniors?\b|\bolder adults?\b|\b(55|60|65)\+/i,
  lgbtq: /\b(lgbtq|2slgbtq|queer|drag|pride|trans|lesbian|gay)/i,
  accessible: /\b(wheelchair|accessib(le|ility)|asl\b|relaxed (performance|environment)|barrier.free)/i,
  dogs: /\b(dogs?|pets?|pup(s|pies|py)?|paws)\b/i,
  adults: /\b(19\+|18\+|adults? only|nightlife)\b/i,
} as const;

/** Thursday noon in Toronto. */
export const JUDGED_AT = new Date('2026-12-03T17:00:00Z');

export const TONIGHT = ['2026-12-03T17:00', '2026-12-04T04:00'] as const;
export const TOMORROW = ['2026-12-04T00:00', '2026-12-05T00:00'] as const;
export const TOMORROW_EVENING = ['2026-12-04T17:00', '2026-12-05T04:00'] as const;
export const WEEKEND = ['2026-12-05T00:00', '2026-12-07T00:00'] as const;
export const NEXT_WEEKEND = ['2026-12-12T00:00', '2026-12-14T00:00'] as const;
export const SATURDAY = ['2026-12-05T00:00', '2026-12-06T00:00'] as const;
export const SUNDAY = ['2026-12-06T00:00', '2026-12-07T00:00'] as const;
export const SATURDAY_NIGHT = ['2026-12-05T17:00', '2026-12-06T04:00'] as const;
export const FRIDAY_NIGHT = ['2026-12-04T17:00', '2026-12-05T04:00'] as const;
export const DECEMBER = ['2026-12-03T00:00', '2027-01-01T00:00'] as const;
export const JANUARY = ['2027-01-01T00:00', '2027-02-01T00:00'] as const;
export const FEBRUARY = ['2027-02-01T00:00', '2027-03-01T00:00'] as const;
export const CHRISTMAS_DAYS = ['2026-12-24T00:00', '2026-12-27T00:00'] as const;
export const NEW_YEARS_EVE = ['2026-12-31T12:00', '2027-01-01T05:00'] as const;
export const FAMILY_DAY = ['2027-02-15T00:00', '2027-02-16T00:00'] as const;
export const THIS_WEEK = ['2026-12-03T00:00', '2026-12-07T00:00'] as const;
export const NEXT_WEEK = ['2026-12-07T00:00', '2026-12-14T00:00'] as const;

export const JAZZ = /\bjazz|\bswing\b|\bbebop/i;
export const COMEDY = /\bcomed(y|ian|ians|ic)\b|stand.?up|\bimprov\b|\bsketch (comedy|show)|\bsecond city\b/i;
export const THEATRE = /\btheat(re|er)\b|\bplay\b|\bmusical\b|\bdrama\b|\bcabaret\b/i;
export const FILM = /\bfilms?\b|\bmovies?\b|\bcinema\b|\bscreenings?\b/i;
export const MUSIC = /\bmusic\b|\bconcerts?\b|\bband\b|\bchoir\b|\borchestra\b|\bsymphony\b|\bquartet\b|\btrio\b|\bsongs?\b/i;
export const CLASSICAL =
  /\bclassical\b|\borchestra\b|\bsymphon|\bchamber\b|\bsonata|\bstring quartet\b|\bphilharmoni|\bconcerto|\bsinfonia\b/i;
export const CHOIR = /\bchoirs?\b|\bchoral\b|\bchorus\b|\bchorale\b|\bcarols?\b|\bvocal ensemble\b/i;
export const ART = /\bart\b|\barts\/exhibits\b|\bexhibit(ion|s)?\b|\bgallery\b|\bpaintings?\b/i;
export const EXHIBITION = /\bexhibit(ion|ions|s)?\b|\barts\/exhibits\b/i;
export const MUSEUM = /\bmuseums?\b/i;
export const MARKET = /\bmarkets?\b|\bbazaar\b/i;
export const CHRISTMAS =
  /\bchristmas\b|\bx-?mas\b|\bholiday (market|concert|fair|show|special|spectacular|cabaret|party)|\bsanta\b|\bnutcracker\b|\bcarols?\b/i;
export const CHRISTMAS_MARKET = /\b(christmas|holiday|winter|xmas)[\w' ]{0,24}(market|fair|bazaar|village)\b/i;
export const WORKSHOP = /\bworkshops?\b|\bclass(es)?\b|\blessons?\b|\bcourse\b/i;
export const PAINTING = /\bpaint(ing|ings)?\b|\bwatercolou?r|\bpaint (night|pouring)/i;
export const POTTERY = /\bpotter(y|s)\b|\bceramics?\b|\bclay\b/i;
export const DANCE = /\bdanc(e|es|ing|ers?)\b|\bballet\b|\bsalsa\b|\btango\b|\bflamenco\b/i;
export const SKATING = /\bskat(e|es|ing)\b|\brinks?\b/i;
export const NATURE = /\bnature\b|\bhikes?\b|\bhiking\b|\bbird(s|ing)?\b|\btree tour|\bforest\b|\btree\b/i;
export const WALK = /\bwalks?\b|\bwalking tours?\b|\bguided tour/i;
export const FOOD = /\bfoods?\b|\bculinary\b|\btasting\b|\bdinner\b|\bbrunch\b|\bcooking\b|\bchef\b/i;
export const BOOKS = /\bbooks?\b|\bauthors?\b|\bliterary\b|\breading\b|\bpoetry\b|\bpoets?\b/i;
export const TRIVIA = /\btrivia\b|\bquiz\b/i;
export const GAMES = /\bboard games?\b|\bgames?\b|\bgaming\b/i;
export const DRAG = /\bdrag\b/i;
export const OPERA = /\boperas?\b|\boperatic\b/i;
export const PARTY = /\bpart(y|ies)\b|\bnightlife\b|\bdj\b|\brave\b|\bclub night\b/i;
export const CRAFT = /\bcrafts?\b|\bartisans?\b|\bhandmade\b|\bknit|\bcrochet|\bquilt/i;
export const HISTORY = /\bhistor(y|ic|ical)\b|\bheritage\b/i;
export const INDIGENOUS = /\bindigenous\b|\bfirst nations?\b|\bm[eé]tis\b|\binuit\b|\banishinaabe/i;
export const YOGA = /\byoga\b|\bmeditation\b|\bmantra|\bwellness\b/i;
export const TECHNO = /\btechno\b|\bhouse\b.*\b(dj|rave|music)\b|\belectronic\b|\brave\b/i;
export const FOLK = /\bfolk\b|\bbluegrass\b|\bamericana\b|\bsinger.songwriter/i;
export const GHOSTS = /\bghosts?\b|\bhaunted\b|\bspooky\b|\bspirits of\b/i;
export const LIVE_MUSIC = /\bmusic\b|\bconcerts?\b|\bbands?\b|\bjazz\b|\borchestra\b/i;
