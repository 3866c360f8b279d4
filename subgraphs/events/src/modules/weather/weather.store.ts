import type { Step } from '../../context';
import type { Database } from '../../db';
import type { Forecast } from '../../ports/forecaster';

const AHEAD_MS = 7 * 86_400_000;
/** A forecast is made anew a few times a day. */
const FRESH_MS = 3 * 3_600_000;

/** An outdoor event that wants a forecast. */
export interface Waiting {
  eventId: string;
  startsAt: Date;
  latitude: number;
  longitude: number;
}

/** Those whose forecast is missing, old, or was made for another start, soonest first. */
export const waitingEvents = ({ prisma }: Database, now: Date, most: number): Promise<Waiting[]> =>
  prisma.$queryRaw<Waiting[]>`
    SELECT e.id AS "eventId", e.starts_at AS "startsAt", v.latitude, v.longitude
    FROM events e JOIN venues v ON v.id = e.venue_id LEFT JOIN event_forecasts f ON f.event_id = e.id
    WHERE e.outdoors AND e.status = 'PUBLISHED' AND e.starts_at > ${now} AND e.starts_at < ${new Date(now.getTime() + AHEAD_MS)}
      AND v.latitude IS NOT NULL AND (f.event_id IS NULL OR f.starts_at <> e.starts_at OR f.fetched_at < ${new Date(now.getTime() - FRESH_MS)})
    ORDER BY e.starts_at, e.id LIMIT ${most}`;

/** For an event that is still there and starts then. */
export async function keepForecast({ tx, now }: Step, { eventId, startsAt }: Waiting, forecast: Forecast): Promise<void> {
  const { code, temperature, precipitationProbability, windSpeed } = forecast;
  await tx.$executeRaw`
    INSERT INTO event_forecasts (event_id, starts_at, code, temperature, precipitation_probability, wind_speed, fetched_at)
    SELECT e.id, e.starts_at, ${code}, ${temperature}, ${precipitationProbability}, ${windSpeed}, ${now}
    FROM events e WHERE e.id = ${eventId}::uuid AND e.starts_at = ${startsAt}
    ON CONFLICT (event_id) DO UPDATE SET starts_at = excluded.starts_at, code = excluded.code, temperature = excluded.temperature,
      precipitation_probability = excluded.precipitation_probability, wind_speed = excluded.wind_speed, fetched_at = excluded.fetched_at`;
}
