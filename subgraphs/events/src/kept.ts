import type { Basics, Count, Family } from '@marquee/platform';
import type { Settings } from './env';
import type { PrismaClient } from './generated/prisma/client';
import { EventTurns } from './modules/attendance/event-turns.kept';
import { CalendarFeeds } from './modules/calendar/calendar-feeds.kept';
import { CALENDARS } from './modules/calendar/calendar-route';
import { ImageDrawing } from './modules/image/image-drawing.kept';
import { TasteModels } from './modules/feed/taste-model.kept';
import { MeaningModels } from './modules/meaning/meaning-model.kept';
import { PassKeys } from './modules/pass/pass-keys.kept';
import { ensureCategories } from './modules/category/category.store';
import { QueryReader } from './modules/search/query.kept';
import { SourceReader } from './modules/source/source-read.kept';
import { WarehouseLine } from './modules/warehouse/warehouse.kept';
import { Forecasts } from './modules/weather/forecasts.kept';
import { EventbriteListing } from './ports/eventbrite/eventbrite-listing';
import { GtfsStops } from './ports/gtfs-stops';
import type { ImageSource } from './ports/image-source';
import { FileWarehouse } from './ports/file-warehouse';
import { HttpWarehouse } from './ports/http-warehouse';
import type { Warehouse } from './ports/warehouse';
import type { StopList } from './ports/stop-list';
import { OpenMeteo } from './ports/open-meteo/open-meteo';
import { WebImages } from './ports/web-images';

/** What lives as long as the process. */
export interface Kept extends Basics<PrismaClient, Settings> {
  eventTurns: EventTurns;
  passKeys: PassKeys;
  calendarFeeds: CalendarFeeds;
  /** Null where no files are kept. */
  imageDrawing: ImageDrawing | null;
  /** Null: pictures that lie elsewhere are not fetched. */
  imageSource: ImageSource | null;
  /** Null: this installation knows no stops. */
  stops: StopList | null;
  queries: QueryReader;
  sources: SourceReader;
  forecasts: Forecasts;
  warehouse: WarehouseLine;
  /** Months (2026-11) whose partition of interactions is there for sure. */
  interactionMonths: Set<string>;
  tastes: TasteModels;
  meanings: MeaningModels;
  /** Events that were shown as recommendations, by type: personal, popular (to visitors), trending. */
  recommendations: Family<Count>;
}

/** `imageSource` and `warehouse`: in the place of what the settings say, for tests. */
export async function keep(
  basics: Basics<PrismaClient, Settings>,
  {
    imageSource = sourceOf(basics.settings),
    warehouse = warehouseOf(basics),
  }: { imageSource?: ImageSource | null; warehouse?: Warehouse | null } = {},
): Promise<Kept> {
  await ensureCategories(basics.db);
  const recommendations = basics.meter.counter(
    'event_recommendations_total',
    'Events that were shown as recommendations, by type: personal, popular (to visitors), trending.',
    'recommendation_type',
  );
  const { EVENTBRITE_API, SOURCES_INSIDE, WEATHER_API } = basics.settings;
  return {
    ...basics,
    eventTurns: new EventTurns(),
    passKeys: new PassKeys(basics),
    calendarFeeds: new CalendarFeeds(basics),
    imageDrawing: basics.files ? new ImageDrawing(basics.files, imageSource, basics.logger) : null,
    imageSource,
    stops: basics.settings.TRANSIT_STOPS ? await GtfsStops.open(basics.settings.TRANSIT_STOPS) : null,
    queries: new QueryReader(basics),
    sources: new SourceReader(basics, new EventbriteListing(EVENTBRITE_API, SOURCES_INSIDE)),
    forecasts: new Forecasts(WEATHER_API ? new OpenMeteo(WEATHER_API) : null, basics.logger),
    warehouse: new WarehouseLine(warehouse, basics),
    interactionMonths: new Set(),
    tastes: new TasteModels(basics),
    meanings: new MeaningModels(basics),
    recommendations,
  };
}

const sourceOf = ({ REMOTE_IMAGES, NODE_ENV }: Settings): ImageSource | null =>
  (REMOTE_IMAGES ?? (NODE_ENV === 'production' ? 'on' : 'off')) === 'on' ? new WebImages() : null;

function warehouseOf({ settings: { WAREHOUSE, WAREHOUSE_TOKEN }, files }: Basics<PrismaClient, Settings>): Warehouse | null {
  if (WAREHOUSE === 'off') return null;
  if (WAREHOUSE === 'files') return files ? new FileWarehouse(files) : null;
  return new HttpWarehouse(WAREHOUSE.replace(/\/$/, ''), WAREHOUSE_TOKEN ?? null);
}

/** Served beside GraphQL: the public keys of entry passes, for every door. */
export const resources = ({ passKeys }: Kept) => ({ '/.well-known/entry-passes.json': () => passKeys.jwks() });

/** Calendars for calendar programs, which do not sign in. */
export const publicHandlers = ({ calendarFeeds }: Kept) => ({ [`${CALENDARS}/*`]: calendarFeeds.answer });
