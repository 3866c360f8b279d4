import { forecastParameters } from '../../src/modules/sales-forecast/forecast-parameters';
import { firstGenerator } from './generators/first';
import { secondGenerator } from './generators/second';
import type { CurveGenerator } from './generators/curve';
import { BASELINES, casesOf, engine, figuresOf, LEADS, type Case } from './measuring';

const COUNT = 800;

/**
 * `npm run eval:forecast`: how far forecasts of tickets are off, by days before the start, beside what could be said without past events, or with one
 * curve for all of them. The parameters were tuned on other events of the first generator; the second makes other shapes. None of it is about
 * people: there are no real data.
 */
function main(): void {
  process.stdout.write(`Parameters ${forecastParameters.version}\n`);
  tell(firstGenerator, 'tuned on events of it, measured on others');
  tell(secondGenerator, 'other shapes; nothing was tuned on it');
}

function tell(generator: CurveGenerator, what: string): void {
  const events = generator.generate('to measure', COUNT);
  const ways = { forecast: engine(forecastParameters), ...BASELINES };
  const cases = Object.entries(ways).map(([name, method]) => [name, casesOf(events, method)] as const);
  process.stdout.write(`\n${generator.name}: ${what}; ${COUNT} events, the second half forecast from the first\n`);
  process.stdout.write('days left                          events    MAPE    WAPE   WAPE of the rest   within range (80)   width\n');
  for (const lead of LEADS) {
    const at = cases.map(([name, all]) => [name, figuresOf(all.filter((one: Case) => one.lead === lead))] as const);
    for (const [name, { events: count, mape, wape, wapeOfRest, within, width }] of at) {
      const range = name === 'forecast' ? `${percent(within).padStart(16)} ${percent(width).padStart(11)}` : '';
      const numbers = `${percent(mape).padStart(8)}${percent(wape).padStart(8)}${percent(wapeOfRest).padStart(15)}`;
      process.stdout.write(`${String(lead).padStart(6)}   ${name.padEnd(22)} ${String(count).padStart(8)}${numbers} ${range}\n`);
    }
    const [[, own], ...others] = at as [(typeof at)[0], ...typeof at];
    for (const figure of ['mape', 'wape'] as const)
      for (const [name, theirs] of others)
        if (theirs[figure] < own[figure]) process.stdout.write(`         ${name} is better here by ${figure.toUpperCase()}\n`);
  }
}

const percent = (number: number): string => `${number.toFixed(1)} %`;

main();
