import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { percentile } from '../measure/statistics';
import { figure, table } from '../measure/table';
import type { Sample } from './crowd';
import { needOf, readShare, TAKEN, type Need } from './model';
import type { LoadOptions } from './options';
import { plot, pngOf } from './plots';
import { ASSUMED, dayOf, KINDS, PEAK, type Kind } from './profile';

export interface Cost {
  readonly productMs: number;
  readonly postgresMs: number;
  readonly statements: number;
}

export interface Bare {
  readonly kind: Kind;
  readonly productMs: number;
  readonly statements: number;
  readonly failures: number;
  /** CPU of the product's for an operation against it. */
  readonly ratio: number;
}

/** Shares of a core. */
export interface HourUse {
  readonly hour: number;
  readonly wanted: number;
  readonly product: number;
  readonly postgres: number;
}

export interface Day {
  readonly hours: readonly HourUse[];
  readonly samples: readonly Sample[];
  readonly productMs: number;
  readonly postgresMs: number;
  readonly statements: number;
  readonly bytes: number;
  readonly streams: number;
  readonly heard: number;
}

export interface Run {
  readonly options: LoadOptions;
  readonly machine: string;
  readonly costs: ReadonlyMap<Kind, Cost>;
  readonly bare: Bare;
  readonly day: Day;
}

const SIZES = [1e6, 1e7, 1e8];
const whole = (value: number) => Math.round(value).toLocaleString('en');

/** Writes report.json, report.html and the plots; says whether somebody met an error. */
export async function writeReport(run: Run): Promise<boolean> {
  const { options, machine, costs, bare, day } = run;
  const count = day.samples.length;
  const of = (kind: Kind) => day.samples.filter((sample) => sample.kind === kind);
  const each = {
    productMs: day.productMs / count,
    postgresMs: day.postgresMs / count,
    statements: day.statements / count,
    bytes: Math.max(0, day.bytes) / count,
  };
  const times = (samples: readonly Sample[], share: number) => percentile(samples.map(({ ms }) => ms), share); // prettier-ignore
  const kinds = KINDS.map((kind) => {
    const samples = of(kind);
    const outcomes = Object.fromEntries([...new Set(samples.map(({ outcome }) => outcome))].map((one) => [one, samples.filter(({ outcome }) => outcome === one).length])); // prettier-ignore
    const errors = samples.filter(({ outcome }) => outcome.startsWith('error')).length;
    return { kind, aDay: dayOf(options.people)[kind], sent: samples.length, p50: times(samples, 0.5), p95: times(samples, 0.95), p99: times(samples, 0.99), errors, outcomes, alone: costs.get(kind)! }; // prettier-ignore
  });
  const errors = kinds.reduce((sum, kind) => sum + kind.errors, 0);
  const reads = readShare(costs);
  const needs = SIZES.map((people) => needOf(people, each, reads));
  const total = {
    ...{ operations: count, operationsPerCpuSecond: 1_000 / each.productMs, withPostgres: 1_000 / (each.productMs + each.postgresMs) },
    ...{ ...each, p95: times(day.samples, 0.95), errors, streams: day.streams, messagesHeard: day.heard, readShare: reads },
  };
  const assumed = [...Object.values(ASSUMED), ...Object.values(TAKEN)].map(({ value, says }) => `${Number(value.toFixed(3))} ${says}`);
  const { samples: _, ...dayWithout } = day;
  const json = { node: process.version, machine, options, whole: total, kinds, bare, hours: dayWithout.hours, assumed, peak: PEAK, needs };
  writeFileSync(join(options.out, 'report.json'), `${JSON.stringify(json, null, 2)}\n`);

  const hours = day.hours.map(({ hour }) => String(hour));
  const inHour = (hour: number) => day.samples.filter((sample) => sample.hour === hour);
  const hourSeconds = (options.minutes * 60) / 24;
  const plots = {
    'arrivals.png': plot('Operations a second, by hour of the day', hours, [
      { name: 'that the city has', colour: '#bbb', values: day.hours.map(({ wanted }) => wanted) },
      { name: 'that were answered', colour: '#1f6feb', values: day.hours.map(({ hour }) => inHour(hour).length / hourSeconds) },
    ], 'lines'), // prettier-ignore
    'latency.png': plot('P95 in milliseconds, from when it was due, by hour', hours, [
      { name: 'all operations', colour: '#1f6feb', values: day.hours.map(({ hour }) => times(inHour(hour), 0.95) || 0) },
    ], 'lines'), // prettier-ignore
    'cpu.png': plot('Cores in use, by hour', hours, [
      { name: 'product', colour: '#1f6feb', values: day.hours.map(({ product }) => product) },
      { name: 'Postgres', colour: '#bf8700', values: day.hours.map(({ postgres }) => postgres) },
    ], 'lines'), // prettier-ignore
    'kinds.png': plot('P95 of each operation, milliseconds', KINDS, [
      { name: 'P95', colour: '#1f6feb', values: kinds.map(({ p95 }) => p95 || 0) },
    ], 'bars'), // prettier-ignore
    'costs.png': plot('CPU of each operation alone, milliseconds', KINDS, [
      { name: 'product', colour: '#1f6feb', values: kinds.map(({ alone }) => alone.productMs) },
      { name: 'Postgres', colour: '#bf8700', values: kinds.map(({ alone }) => alone.postgresMs) },
    ], 'bars'), // prettier-ignore
  };
  for (const [file, svg] of Object.entries(plots)) writeFileSync(join(options.out, file), await pngOf(svg));

  const summary =
    `${whole(count)} operations of a city of ${whole(options.people)}, a day in ${options.minutes} minutes: ` +
    `${figure(total.operationsPerCpuSecond)} operations a CPU second of the product (${figure(total.withPostgres)} with Postgres), ` +
    `${figure(each.statements, 1)} statements an operation, P95 ${figure(total.p95)} ms, ${errors} errors.`;
  const besides =
    `What is done most (${bare.kind}) costs ${figure(bare.ratio, 2)} times the CPU of a bare handler with the same ${bare.statements} statements ` +
    `(${figure(costs.get(bare.kind)!.productMs, 2)} ms against ${figure(bare.productMs, 2)}${bare.failures ? `; ${bare.failures} of its replays failed` : ''}).`;
  const headOfKinds = ['', 'a day', 'sent', 'p50 ms', 'P95 ms', 'p99 ms', 'CPU ms', 'Postgres ms', 'statements', 'errors', 'refused'];
  const rowsOfKinds = kinds.map(({ kind, aDay, sent, p50, p95, p99, alone, errors: wrong, outcomes }) => [
    ...[kind, whole(aDay), whole(sent), figure(p50), figure(p95), figure(p99), figure(alone.productMs, 2), figure(alone.postgresMs, 2)],
    ...[figure(alone.statements, 1), String(wrong), whole(refusals(outcomes))],
  ]);
  const headOfNeeds = ['people', ...SIZES.map(whole)];
  const rowsOfNeeds = NEEDS.map(([name, value]) => [name, ...needs.map((need) => value(need))]);
  console.log(`\n${table(headOfKinds, rowsOfKinds)}\n\n${summary}\n${besides}\n\n${table(headOfNeeds, rowsOfNeeds)}\n`);
  console.log(`Taken for granted:\n${assumed.map((line) => `  ${line}`).join('\n')}\n\n${join(options.out, 'report.html')}`);

  const html = [
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>A day</title>',
    '<style>body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;margin:1rem 0}td,th{padding:.25rem .6rem;border-bottom:1px solid #ddd;text-align:right}td:first-child,th:first-child{text-align:left}img{max-width:100%}</style>',
    `<h1>A day of a city</h1><p>${summary}</p><p>${besides}</p><p>Node ${process.version}; ${machine}.</p>`,
    ...Object.keys(plots).map((file) => `<p><img src="${file}" alt="${file.replace('.png', '')}"></p>`),
    `<h2>Operations</h2>${htmlTable(headOfKinds, rowsOfKinds)}`,
    `<h2>What more people would need</h2>${htmlTable(headOfNeeds, rowsOfNeeds)}`,
    `<h2>Taken for granted</h2><ul>${assumed.map((line) => `<li>${line}</li>`).join('')}</ul></html>`,
  ];
  writeFileSync(join(options.out, 'report.html'), html.join('\n'));
  return errors > 0;
}

const NEEDS: readonly (readonly [string, (need: Need) => string])[] = [
  ['operations a day', ({ daily }) => whole(daily)],
  ['operations a second, mean', ({ mean }) => whole(mean)],
  ['operations a second, busiest hour', ({ peak }) => whole(peak)],
  ['cores for gateways and subgraphs', ({ productCores }) => figure(productCores, 1)],
  ['cores of Postgres that take changes', ({ primaryCores }) => figure(primaryCores, 1)],
  ['cores of replicas', ({ replicaCores }) => figure(replicaCores, 1)],
  ['servers to divide changes among', ({ primaries }) => whole(primaries)],
  ['statements a second, busiest hour', ({ statements }) => whole(statements)],
  ['sockets at once', ({ sockets }) => whole(sockets)],
  ['gateways, by their sockets', ({ gateways }) => whole(gateways)],
  ['new data a day, GB', ({ gigabytesADay }) => figure(gigabytesADay, 1)],
];

const refusals = (outcomes: Readonly<Record<string, number>>) =>
  Object.entries(outcomes).reduce((sum, [outcome, count]) => sum + (outcome.startsWith('refused') ? count : 0), 0);

const htmlTable = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  `<table><tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;
