import type { Job, Step } from '../context';
import { dropOldForecasts, keepCurve, keepForecast, pastSalesOfAll } from '../modules/sales-forecast/sales-forecast.store';
import { dueForForecast, overWithoutCurve } from '../modules/sales-forecast/sales-forecast.sql';
import type { DueEvent } from '../modules/sales-forecast/sales-forecast.types';

const BATCH = 50;

/** Keeps how events that are over were sold, and forecasts once a day what those on sale will sell. */
export const forecastSales: Job = {
  name: 'forecast-sales',
  everyMs: 10 * 60_000,
  async run({ kept: { db, clock, logger }, change }) {
    /** Returns whether there may be more. One event that fails does not keep the others from their forecast; it is tried again next time. */
    const each = async (events: DueEvent[], work: (step: Step, event: DueEvent) => Promise<unknown>): Promise<boolean> => {
      let failed = 0;
      for (const event of events)
        await change((step) => work(step, event)).catch((error: unknown) => {
          failed++;
          logger.warn({ err: error, eventId: event.id }, 'sales of an event could not be forecast, and will be tried again');
        });
      return failed === 0 && events.length === BATCH;
    };
    while (await each(await db.query<DueEvent>(overWithoutCurve(clock.now(), BATCH)), (step, event) => keepCurve(step, db, event)));
    const past = await pastSalesOfAll(db);
    while (await each(await db.query<DueEvent>(dueForForecast(clock.now(), BATCH)), (step, event) => keepForecast(step, db, event, past)));
    while (await change(dropOldForecasts));
  },
};
