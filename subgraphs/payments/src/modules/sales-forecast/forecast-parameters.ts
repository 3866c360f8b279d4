import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ForecastParameters } from './sales-forecast.types';

/** Tuned by `npm run tune:forecast`, and stored as data. */
export const forecastParameters = JSON.parse(readFileSync(join(__dirname, 'forecast-parameters.json'), 'utf8')) as ForecastParameters;
