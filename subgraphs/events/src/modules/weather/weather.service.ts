import type { Context } from '../../context';
import type { EventForecast } from '../../generated/prisma/client';
import type { EventRow } from '../event/event.types';

const USEFUL_MS = 86_400_000;

/** Forecasts that were fetched in advance: no query waits for who makes them. */
export class WeatherService {
  constructor(private readonly ctx: Context) {}

  async of({ id, outdoors, startsAt }: Pick<EventRow, 'id' | 'outdoors' | 'startsAt'>): Promise<EventForecast | null> {
    const { forecasts, clock } = this.ctx.kept;
    const now = clock.now().getTime();
    if (!forecasts.areAsked || !outdoors || startsAt.getTime() < now) return null;
    const forecast = await this.ctx.loaders.forecastByEventId.load(id);
    const isOfNow = forecast?.startsAt.getTime() === startsAt.getTime() && forecast.fetchedAt.getTime() > now - USEFUL_MS;
    return isOfNow ? forecast : null;
  }
}
