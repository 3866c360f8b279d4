import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { forecastParameters } from '../../src/modules/sales-forecast/forecast-parameters';
import type { ForecastParameters } from '../../src/modules/sales-forecast/sales-forecast.types';
import { firstGenerator } from './generators/first';
import { casesOf, engine, figuresOf, LEADS } from './measuring';

const FILE = join(__dirname, '../../src/modules/sales-forecast/forecast-parameters.json');
const COUNT = 300;

/** What each number is tried at. */
const TRIED = {
  sameSeller: [1, 2, 4, 8, 16],
  sameCategory: [1, 2, 4, 8],
  daysWidth: [0.3, 0.5, 0.8, 1.2, 3],
  placesWidth: [0.5, 1, 2, 4],
  priorShare: [0.02, 0.05, 0.1, 0.2, 0.3, 0.5],
  halfLife: [0.05, 0.1, 0.2, 0.4, 0.8, 2],
} as const;
const SPREADS = { spread: [0.3, 0.4, 0.5, 0.6, 0.8], spreadCount: [1, 3, 6, 12] } as const;

/** `npm run tune:forecast`: one number after the other, twice over, on the first generator; the mean of MAPE over all leads decides, then coverage. */
async function main(): Promise<void> {
  const events = firstGenerator.generate('to tune', COUNT);
  const mape = (parameters: ForecastParameters) => {
    const cases = casesOf(events, engine(parameters));
    return LEADS.reduce((sum, lead) => sum + figuresOf(cases.filter((one) => one.lead === lead)).mape, 0) / LEADS.length;
  };
  const miss = (parameters: ForecastParameters) => Math.abs(figuresOf(casesOf(events, engine(parameters))).within - 80);
  let best: ForecastParameters = { ...forecastParameters };
  for (let round = 0; round < 2; round++) best = descend(best, TRIED, mape);
  best = descend(best, SPREADS, miss);
  // Tiers of a generator are one: what a tier has sold counts as soon as twice the event's share has passed.
  best = { ...best, tierPriorShare: best.priorShare * 2, version: new Date().toISOString().slice(0, 10) };
  writeFileSync(FILE, await format(JSON.stringify(best), { parser: 'json' }));
  process.stdout.write(`${JSON.stringify(best)}\nMAPE ${mape(best).toFixed(2)}, ${miss(best).toFixed(1)} from 80 within\n`);
}

function descend(
  from: ForecastParameters,
  tried: Partial<Record<keyof ForecastParameters, readonly number[]>>,
  costOf: (parameters: ForecastParameters) => number,
): ForecastParameters {
  let [best, least] = [from, costOf(from)];
  for (const [name, values] of Object.entries(tried))
    for (const value of values) {
      const candidate = { ...best, [name]: value };
      const cost = costOf(candidate);
      if (cost < least) [best, least] = [candidate, cost];
    }
  return best;
}

void main();
