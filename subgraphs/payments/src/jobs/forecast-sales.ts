import type { Job } from '../context';
import { dropOldForecasts, keepCurve, keepForecast, pastSalesOfAll } from '../modules/sales-forecast/sales-forecast.store';
import { dueForForecast, overWithoutCurve } from '../modules/sales-forecast/sales-forecast.sql';
import type { DueEvent } from '../modules/sales-forecast/sales-forecast.types';

const BATCH = 50;

/** Keeps how events that are over were sold, and forecasts once a day what those on sale will sell. */
export const forecastSales: Job = {
  name: 'forecast-sales',
  everyMs: 10 * 60_000,
  async run({ kept: { db, clock }, change }) {
    for (;;) {
      const over = await db.query<DueEvent>(overWithoutCurve(clock.now(), BATCH));
      for (const event of over) await change((step) => keepCurve(step, db, event));
      if (over.length < BATCH) break;
    }
    const past = await pastSalesOfAll(db);
    for (;;) {
      const due = await db.query<DueEvent>(dueForForecast(clock.now(), BATCH));
      for (const event of due) await change((step) => keepForecast(step, db, event, past));
      if (due.length < BATCH) break;
    }
    while (await change(dropOldForecasts));
  },
};
