import type { Step } from '../../context';
import type { Database } from '../../db';
import type { Prisma, TicketTier } from '../../generated/prisma/client';
import { salesReport } from '../sales-report/sales-report.sql';
import type { SalesRow } from '../sales-report/sales-report.types';
import { forecastParameters } from './forecast-parameters';
import { errorOf, expectedSales, measured, nearestOf, poolFor } from './sales-forecast';
import { forecastsThatCame, FEWEST_TICKETS, pastSales, soldByDay } from './sales-forecast.sql';
import type {
  DaySales,
  DueEvent,
  ExpectedSales,
  ForecastGap,
  KeptError,
  KeptTier,
  OpenSales,
  PastSales,
  Range,
  SellOutDays,
  TierSales,
} from './sales-forecast.types';

const DAY = 86_400_000;
/** Past events that are looked at, of all sellers and of one. */
const MOST_OF_ALL = 600;
const MOST_OF_SELLER = 100;

export const pastSalesOfAll = (db: Database): Promise<PastSales[]> => db.query<PastSales>(pastSales(null, MOST_OF_ALL));

interface Sold {
  tiers: TicketTier[];
  days: DaySales[];
  report: SalesRow[];
}

async function soldOf(db: Database, eventId: string, at: Date): Promise<Sold> {
  const [tiers, days, report] = await Promise.all([
    db.prisma.ticketTier.findMany({ where: { eventId }, orderBy: { position: 'asc' } }),
    db.query<DaySales>(soldByDay(eventId, at)),
    db.prisma.$queryRaw<SalesRow[]>(salesReport(eventId, 'TIER')),
  ]);
  return { tiers, days: days.filter(({ sold }) => sold !== 0), report };
}

const netOf = (rows: readonly SalesRow[]): bigint => rows.reduce((sum, row) => sum + row.paid - row.returned, 0n);

/** Keeps how an event was sold that is over, and what came of what was forecast of it. */
export async function keepCurve(step: Step, db: Database, { id: eventId, startsAt }: { id: string; startsAt: Date }): Promise<void> {
  const { tiers, days, report } = await soldOf(db, eventId, startsAt);
  const length = Math.max(0, ...days.map(({ day }) => day + 1));
  const soldBy = Array.from({ length: length + 1 }, (_, from) => days.reduce((sum, { day, sold }) => (day >= from ? sum + sold : sum), 0));
  const tickets = soldBy[0]!;
  const places = tiers.reduce((sum, tier) => sum + tier.quantity, 0);
  const isSoldOut = places > 0 && tiers.reduce((sum, tier) => sum + tier.sold, 0) >= places;
  const curve = {
    ...{ startedAt: startsAt, places, tickets, days: Math.max(1, length), revenueMinor: netOf(report) },
    // Of places that were all given away there is no day.
    soldOutAt: isSoldOut && days.length > 0 ? Math.min(...days.map(({ day }) => day)) : null,
    soldBy: tickets >= FEWEST_TICKETS ? soldBy : [],
  };
  await step.tx.salesCurve.upsert({ where: { eventId }, create: { eventId, ...curve }, update: curve });
  await step.tx.salesForecast.updateMany({ where: { eventId }, data: { came: tickets, cameRevenueMinor: curve.revenueMinor } });
}

/** Makes the forecast of an event, and keeps it as that of so many days before the start. */
export async function keepForecast(step: Step, db: Database, event: DueEvent, all: readonly PastSales[]): Promise<void> {
  const { tx, now } = step;
  const { id: eventId } = event;
  const sold = await soldOf(db, eventId, now);
  const own = openSales(event, sold, now);
  const base = { madeAt: now, currency: sold.tiers[0]!.currency, sold: sold.days.reduce((sum, day) => sum + day.sold, 0) };
  const key = { eventId, daysLeft: Math.floor(own.daysLeft) };
  const keep = (data: Omit<Prisma.SalesForecastUncheckedCreateInput, keyof typeof key>) =>
    tx.salesForecast.upsert({ where: { eventId_daysLeft: key }, create: { ...key, ...data }, update: data });
  const none = { tickets: null, ticketsLow: null, ticketsHigh: null, revenueMinor: null, revenueLowMinor: null, revenueHighMinor: null };
  const unknown = (gap: ForecastGap) =>
    keep({ ...base, ...none, sellOut: null, sellOutEarliest: null, sellOutLatest: null, tiers: [], comparables: 0, gap });

  if (own.tiers.every(({ window }) => window === null)) return void (await unknown('SALES_OVER'));
  if (base.sold <= 0) return void (await unknown('NOTHING_SOLD_YET'));
  const theirs = await db.query<PastSales>(pastSales(event.sellerId, MOST_OF_SELLER));
  const known = new Set(theirs.map((past) => past.eventId));
  const pool = poolFor(event.sellerId, [...theirs, ...all.filter((past) => !known.has(past.eventId))]);
  const expected = expectedSales(own, pool, forecastParameters);
  if (!expected) return void (await unknown('TOO_FEW_PAST_EVENTS'));

  const error = (await errorAt(db, key.daysLeft, event, base.currency)) ?? measuredOn(own, pool);
  await keep({
    ...base,
    gap: null,
    ...linesOf(event, sold, expected),
    comparables: expected.comparables,
    ...(error && { error: { ...error } }),
  });
}

function openSales({ startsAt, ...event }: DueEvent, { tiers, days }: Sold, now: Date): OpenSales {
  const daysLeft = (startsAt.getTime() - now.getTime()) / DAY;
  const length = Math.max(0, ...days.map(({ day }) => day + 1));
  const ahead = (at: Date | null) => at && (startsAt.getTime() - at.getTime()) / DAY;
  const lines = tiers.map((tier): TierSales => {
    const soldOn = Array.from({ length }, () => 0);
    for (const { tierId, day, sold } of days) if (tierId === tier.id) soldOn[day]! += sold;
    const from = Math.min(daysLeft, ahead(tier.salesStart) ?? daysLeft);
    const until = Math.max(0, ahead(tier.salesEnd) ?? 0);
    const window = tier.onSale && until < from ? { from, until } : null;
    return { id: tier.id, places: tier.quantity, left: Math.max(0, tier.quantity - tier.sold), soldOn, window };
  });
  return { sellerId: event.sellerId, category: event.category, left: event.left, days: daysLeft + length, daysLeft, tiers: lines };
}

/** What is sold and what is expected besides, in tickets, money and time, by tier and in all. */
function linesOf({ startsAt }: DueEvent, { tiers, days, report }: Sold, expected: ExpectedSales) {
  const at = (left: number | null) => (left === null ? null : new Date(startsAt.getTime() - left * DAY));
  const sellOut = (ends: SellOutDays) => ({ expected: at(ends.expected), earliest: at(ends.earliest), latest: at(ends.latest) });
  const plus = (sold: number, { expected: middle, low, high }: Range): Range => ({
    expected: sold + middle,
    low: sold + low,
    high: sold + high,
  });
  const lines = tiers.map((tier, index) => {
    const line = expected.tiers[index]!;
    const sold = days.reduce((sum, day) => (day.tierId === tier.id ? sum + day.sold : sum), 0);
    const paid = netOf(report.filter((row) => row.key === tier.id));
    // The next ticket brings what one has brought until now; where none was sold, its price.
    const each = sold > 0 ? Number(paid) / sold : Number(tier.priceMinor);
    const minor = (more: number) => paid + BigInt(Math.round(more * each));
    return { tier, line, sold, paid, each, minor };
  });
  const kept: KeptTier[] = lines.map(({ tier, line, sold, minor }) => ({
    ...{ tierId: tier.id, sold, tickets: plus(sold, line.more), sellOut: textsOf(sellOut(line.sellOut)) },
    revenueMinor: { expected: `${minor(line.more.expected)}`, low: `${minor(line.more.low)}`, high: `${minor(line.more.high)}` },
  }));
  const tickets = plus(
    lines.reduce((sum, { sold }) => sum + sold, 0),
    expected.more,
  );
  const ofTiers = lines.reduce((sum, { line }) => sum + line.more.expected, 0);
  const worth = lines.reduce((sum, { line, each }) => sum + line.more.expected * each, 0);
  const mean = ofTiers > 0 ? worth / ofTiers : 0;
  const paid = lines.reduce((sum, line) => sum + line.paid, 0n);
  const revenue = (more: number) => paid + BigInt(Math.round(more * mean));
  const ends = sellOut(expected.sellOut);
  return {
    ...{ tickets: tickets.expected, ticketsLow: tickets.low, ticketsHigh: tickets.high },
    ...{
      revenueMinor: revenue(expected.more.expected),
      revenueLowMinor: revenue(expected.more.low),
      revenueHighMinor: revenue(expected.more.high),
    },
    ...{ sellOut: ends.expected, sellOutEarliest: ends.earliest, sellOutLatest: ends.latest },
    tiers: kept as unknown as Prisma.InputJsonValue,
  };
}

const textsOf = (ends: Record<keyof SellOutDays, Date | null>): KeptTier['sellOut'] => ({
  expected: ends.expected?.toISOString() ?? null,
  earliest: ends.earliest?.toISOString() ?? null,
  latest: ends.latest?.toISOString() ?? null,
});

interface Came extends Range {
  own: boolean;
  same: boolean;
  came: number;
  revenue: number;
  cameRevenue: number;
}

/** How far what was forecast with as many days left was off: of this seller's events where they are enough, otherwise of all. */
async function errorAt(db: Database, daysLeft: number, { sellerId }: DueEvent, currency: string): Promise<KeptError | null> {
  const rows = await db.query<Came>(forecastsThatCame(daysLeft, sellerId, currency));
  const own = rows.filter((row) => row.own);
  const used = errorOf(own, 'FORECASTS') ? own : rows;
  const error = errorOf(used, 'FORECASTS');
  if (!error) return null;
  const amounts = used
    .filter(({ same }) => same)
    .map(({ revenue, cameRevenue }) => ({ expected: revenue, low: revenue, high: revenue, came: cameRevenue }));
  return { ...error, revenuePercent: errorOf(amounts, 'FORECASTS')?.percent ?? null };
}

function measuredOn(own: OpenSales, pool: readonly PastSales[]): KeptError | null {
  const error = measured(nearestOf(own, pool, forecastParameters), own.daysLeft / own.days, forecastParameters);
  return error && { ...error, revenuePercent: null };
}

/** Forgets what is older than two years. Returns whether there may be more. */
export async function dropOldForecasts({ tx, now }: Step): Promise<boolean> {
  const before = new Date(now.getTime() - 730 * DAY);
  const forecasts = await tx.$executeRaw`
    DELETE FROM sales_forecasts WHERE (event_id, days_left) IN (SELECT event_id, days_left FROM sales_forecasts WHERE made_at < ${before} ORDER BY made_at LIMIT 1000)`;
  const curves = await tx.$executeRaw`
    DELETE FROM sales_curves WHERE event_id IN (SELECT event_id FROM sales_curves WHERE started_at < ${before} ORDER BY started_at LIMIT 1000)`;
  return forecasts + curves > 0;
}
