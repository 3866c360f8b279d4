import { AS_PRISMA, type Statement } from '@marquee/platform';

const DAY = 86_400_000;

/** Those of which enough were sold to learn from. */
export const FEWEST_TICKETS = 10;

/** Events that were on sale and are over, of which it is not kept yet how they were sold. */
export const overWithoutCurve = (now: Date, most: number): Statement => ({
  name: 'over_without_sales_curve',
  text: `SELECT e.id, e.starts_at AS "startsAt" FROM events e JOIN event_sales s ON s.event_id = e.id
    WHERE e.starts_at BETWEEN $1::timestamptz - interval '400 days' AND $1::timestamptz - interval '1 day' AND e.ends_at < $1::timestamptz
      AND e.status IN ('PUBLISHED', 'COMPLETED') AND s.ticketed AND NOT EXISTS (SELECT 1 FROM sales_curves c WHERE c.event_id = e.id)
    ORDER BY e.starts_at LIMIT $2`,
  values: [now, most],
  types: AS_PRISMA,
});

/** Events on sale of which no forecast was made for most of a day. */
export const dueForForecast = (now: Date, most: number): Statement => ({
  name: 'due_for_sales_forecast',
  text: `SELECT e.id, e.starts_at AS "startsAt", COALESCE(e.organization_id, e.creator_id) AS "sellerId", e.category_slug AS category,
      CASE WHEN s.granted IS NOT NULL THEN greatest(0, s.granted - (SELECT COALESCE(SUM(t.sold), 0) FROM ticket_tiers t WHERE t.event_id = e.id))::int END AS "left"
    FROM events e JOIN event_sales s ON s.event_id = e.id
    WHERE e.starts_at > $1::timestamptz AND e.status = 'PUBLISHED' AND s.ticketed
      AND NOT EXISTS (SELECT 1 FROM sales_forecasts f WHERE f.event_id = e.id AND f.made_at > $2::timestamptz)
    ORDER BY e.starts_at LIMIT $3`,
  values: [now, new Date(now.getTime() - 0.9 * DAY), most],
  types: AS_PRISMA,
});

/** Tickets of an event that were sold so many whole days before a time, by tier; what went back is taken off the day on which it was sold. */
export const soldByDay = (eventId: string, at: Date): Statement => ({
  name: 'tickets_sold_by_day',
  text: `SELECT t.tier_id AS "tierId", greatest(0, floor(extract(epoch FROM ($2::timestamptz - o.paid_at)) / 86400))::int AS day,
      (count(*) FILTER (WHERE t.replaces_id IS NULL) - count(*) FILTER (WHERE t.status = 'REFUNDED'))::int AS sold
    FROM tickets t JOIN orders o ON o.id = t.order_id
    WHERE t.event_id = $1::uuid AND o.paid_at IS NOT NULL AND NOT o.complimentary GROUP BY 1, 2`,
  values: [eventId, at],
  types: AS_PRISMA,
});

/** How past events were sold: the latest of all, and the latest of one seller whatever others have sold since. */
export const pastSales = (sellerId: string | null, most: number): Statement => ({
  name: sellerId ? 'past_sales_of_seller' : 'past_sales',
  text: `SELECT c.event_id AS "eventId", COALESCE(e.organization_id, e.creator_id) AS "sellerId", e.category_slug AS category, c.days, c.places,
      c.sold_out_at AS "soldOutAt", c.sold_by AS "soldBy"
    FROM sales_curves c JOIN events e ON e.id = c.event_id
    WHERE c.tickets >= ${FEWEST_TICKETS} ${sellerId ? 'AND (e.organization_id = $2::uuid OR e.creator_id = $2::uuid AND e.organization_id IS NULL)' : ''}
    ORDER BY c.started_at DESC LIMIT $1`,
  values: sellerId ? [most, sellerId] : [most],
  types: AS_PRISMA,
});

/** What was forecast with about as many days left, and came: the latest of all events, each once, and whether it is this seller's. */
export const forecastsThatCame = (daysLeft: number, sellerId: string, currency: string): Statement => ({
  name: 'forecasts_that_came',
  text: `SELECT DISTINCT ON (f.event_id) COALESCE(e.organization_id, e.creator_id) = $3::uuid AS own, f.tickets AS expected, f.tickets_low AS low,
      f.tickets_high AS high, f.came, f.currency = $4 AS same, f.revenue_minor::float8 AS revenue, f.came_revenue_minor::float8 AS "cameRevenue"
    FROM (SELECT * FROM sales_forecasts WHERE days_left BETWEEN $1 AND $2 AND came IS NOT NULL AND tickets IS NOT NULL ORDER BY made_at DESC LIMIT 600) f
      JOIN events e ON e.id = f.event_id
    ORDER BY f.event_id, abs(f.days_left - $5)`,
  values: [Math.floor(daysLeft * 0.8), Math.ceil(daysLeft * 1.25), sellerId, currency, daysLeft],
  types: AS_PRISMA,
});
