import type { Job } from '../context';
import { keepForecast, waitingEvents } from '../modules/weather/weather.store';
import type { Forecast } from '../ports/forecaster';

/** Events of one turn, and questions that are asked for them. */
const BATCH = 500;
const MOST_QUESTIONS = 100;

/** Asks what the weather is going to be at outdoor events that are near; events at one place and hour share a question. */
export const fetchForecasts: Job = {
  name: 'fetch-forecasts',
  everyMs: 10 * 60_000,
  async run({ kept: { db, clock, forecasts }, change }) {
    if (!forecasts.areAsked) return;
    const asked = new Map<string, Forecast | null>();
    for (const event of await waitingEvents(db, clock.now(), BATCH)) {
      // A weather model knows no smaller places: some kilometres.
      const [latitude, longitude] = [event.latitude, event.longitude].map((degrees) => Math.round(degrees * 20) / 20) as [number, number];
      const key = `${latitude} ${longitude} ${event.startsAt.toISOString().slice(0, 13)}`;
      if (!asked.has(key)) {
        if (asked.size >= MOST_QUESTIONS) return;
        const { forecast, isBusy } = await forecasts.ask({ latitude, longitude, at: event.startsAt });
        // What is here stays; the next turn asks again.
        if (isBusy) return;
        asked.set(key, forecast);
      }
      const forecast = asked.get(key);
      if (forecast) await change((step) => keepForecast(step, event, forecast));
    }
  },
};
