import { none, same, type Invariant } from './invariant';

/** Nobody has a place that is not there, and the numbers are what the rows say. */
export const placeInvariants: readonly Invariant[] = [
  none(
    'nobody is inside who is not going, but where the event was called off',
    'events',
    `SELECT a.event_id AS event, a.user_id AS person, a.status FROM attendances a JOIN events e ON e.id = a.event_id
     WHERE a.checked_in_at IS NOT NULL AND a.status <> 'GOING' AND e.status <> 'CANCELLED'`,
  ),
  {
    name: 'never more people than places: answers, tickets, holds and offers together',
    async check(city) {
      const events = await city.rows<{ id: string; capacity: number; most: number; unticketed: number; offered: number }>(
        'events',
        `SELECT event_id AS id, capacity, capacity + overbooked AS most, unticketed, offered FROM attendance_counts WHERE capacity IS NOT NULL`,
      );
      const sales = await city.rows<{ id: string; taken: number }>(
        'payments',
        `SELECT event_id AS id, sum(sold + held)::int AS taken FROM ticket_tiers GROUP BY event_id`,
      );
      const taken = new Map(sales.map(({ id, taken: places }) => [id, places]));
      return events
        .map((event) => ({ ...event, sold: taken.get(event.id) ?? 0 }))
        .filter(({ most, unticketed, offered, sold }) => unticketed + offered + sold > most)
        .map((event) => JSON.stringify(event));
    },
  },
  same(
    'what events granted is what payments may sell, and what payments took is what events counts',
    {
      database: 'events',
      // `granted` is what is wanted: of fewer places than are sold payments keeps what is sold, and events keeps as many reserved.
      text: `SELECT event_id AS key, ticketed, granted AS wanted, reserved AS granted, places_taken AS taken FROM attendance_counts WHERE ticketed`,
    },
    {
      database: 'payments',
      text: `SELECT event_id AS key, ticketed, CASE grant_version WHEN 0 THEN granted ELSE wanted END AS wanted, granted, taken FROM event_sales WHERE ticketed`,
    },
  ),
  none(
    'counts are what the lists hold',
    'events',
    `SELECT * FROM (
       SELECT c.event_id AS event, c.going, c.waitlisted, c.interested, c.maybe, c.checked_in AS "checkedIn", c.inside, c.offered,
         coalesce(sum(greatest(1 + a.companions, a.tickets)) FILTER (WHERE a.status = 'GOING'), 0)::int AS "goingRows",
         coalesce(sum(1 + a.companions) FILTER (WHERE a.status = 'WAITLISTED'), 0)::int AS "waitingRows",
         count(a.*) FILTER (WHERE a.status = 'INTERESTED')::int AS "interestedRows",
         count(a.*) FILTER (WHERE a.status = 'MAYBE')::int AS "maybeRows",
         coalesce(sum(a.admitted), 0)::int AS "checkedInRows",
         coalesce(sum(a.inside), 0)::int AS "insideRows",
         coalesce(sum(coalesce(a.offered_places, 1)) FILTER (WHERE a.offer_expires_at IS NOT NULL), 0)::int AS "offerRows"
       FROM attendance_counts c LEFT JOIN attendances a ON a.event_id = c.event_id GROUP BY c.event_id) n
     WHERE (going, waitlisted, interested, maybe, "checkedIn", inside, offered)
       IS DISTINCT FROM ("goingRows", "waitingRows", "interestedRows", "maybeRows", "checkedInRows", "insideRows", "offerRows")`,
  ),
  none(
    'a tier never sells more than it has, and its numbers are its tickets and holds',
    'payments',
    `SELECT * FROM (
       SELECT t.id, t.quantity, t.sold, t.held,
         (SELECT count(*)::int FROM tickets k WHERE k.tier_id = t.id AND k.status IN ('VALID', 'USED')) AS tickets,
         (SELECT coalesce(sum(i.quantity), 0)::int FROM order_items i JOIN orders o ON o.id = i.order_id
          WHERE i.tier_id = t.id AND o.status IN ('PENDING', 'AWAITING_PAYMENT')) AS holds
       FROM ticket_tiers t) n
     WHERE sold + held > quantity OR sold <> tickets OR held <> holds`,
  ),
  same(
    'the door knows the tickets that were sold, and payments those that were used',
    {
      database: 'payments',
      // Those of who was erased go on under a pseudonym, for the books: the door knows them no more. Guests of the box office without an
      // account have the id of their order at both.
      text: `SELECT t.id AS key, t.event_id AS event, t.holder_id AS person, t.status IN ('VALID', 'USED', 'IN_RESALE') AS good, t.used_at IS NOT NULL AS used
             FROM tickets t JOIN orders o ON o.id = t.order_id
             WHERE t.holder_id = ANY ($1) OR t.holder_id = o.id`,
      values: async (city) => [(await city.rows<{ id: string }>('users', 'SELECT id FROM users')).map(({ id }) => id)],
    },
    {
      database: 'events',
      text: `SELECT id AS key, event_id AS event, user_id AS person, refunded_at IS NULL AS good, checked_in_at IS NOT NULL AS used
              FROM tickets WHERE paid_at IS NOT NULL`,
    },
  ),
  none(
    'nobody is let in with a ticket that was given back',
    'events',
    `SELECT t.id AS ticket, t.event_id AS event FROM tickets t WHERE t.refunded_at IS NOT NULL AND t.checked_in_at IS NOT NULL`,
  ),
  none(
    'who has a good ticket is going',
    'events',
    `SELECT t.event_id AS event, t.user_id AS person, a.status FROM tickets t
     LEFT JOIN attendances a ON a.event_id = t.event_id AND a.user_id = t.user_id
     WHERE t.paid_at IS NOT NULL AND t.refunded_at IS NULL AND a.status IS DISTINCT FROM 'GOING'`,
  ),
  {
    name: 'who has a place, or bought one, was asked in or approved where the organiser wants it',
    async check(city) {
      const orders = await city.rows<{ event: string; person: string }>(
        'payments',
        'SELECT DISTINCT event_id AS event, user_id AS person FROM orders WHERE user_id <> id AND sold_by IS NULL AND NOT complimentary',
      );
      // What the team gives, or sells at the box office, is their own affair.
      const given = await city.rows<{ event: string; person: string }>(
        'payments',
        'SELECT DISTINCT event_id AS event, user_id AS person FROM orders WHERE sold_by IS NOT NULL OR complimentary',
      );
      // Once is enough: who is not invited or on the team any more may have been when they came. What is asked for never changes here.
      const odd = await city.rows(
        'events',
        `SELECT g.event, g.person, e.requires_approval AS approval, e.invitation_only AS invitation
         FROM (SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS o (event, person)
               UNION SELECT event_id, user_id FROM attendances WHERE status = 'GOING' AND NOT guest
                 AND (event_id, user_id) NOT IN (SELECT * FROM unnest($3::uuid[], $4::uuid[]))) g
         JOIN events e ON e.id = g.event
         WHERE (e.requires_approval OR e.invitation_only)
           AND NOT EXISTS (SELECT FROM attendances a WHERE a.event_id = e.id AND a.user_id = g.person AND a.approval = 'APPROVED')
           AND (e.requires_approval OR NOT EXISTS (SELECT FROM event_invitations i WHERE i.event_id = e.id AND i.user_id = g.person))
           AND (e.organization_id IS NOT NULL OR e.creator_id <> g.person)
           AND NOT EXISTS (SELECT FROM organization_members m WHERE m.organization_id = e.organization_id AND m.user_id = g.person)
           AND NOT EXISTS (SELECT FROM event_team t WHERE t.event_id = e.id AND t.user_id = g.person)`,
        [
          orders.map(({ event }) => event),
          orders.map(({ person }) => person),
          given.map(({ event }) => event),
          given.map(({ person }) => person),
        ],
      );
      return odd.map((row) => JSON.stringify(row));
    },
  },
  none(
    'no party of a waiting list is passed more often than it was told, and each that passes is a move',
    'events',
    `SELECT a.event_id AS event, a.queue_number AS number, a.yields, p.passed, p.moves FROM attendances a CROSS JOIN LATERAL (
       SELECT (SELECT count(*)::int FROM attendances b WHERE b.event_id = a.event_id AND b.queue_number > a.queue_number
                 AND (b.queue_number + b.yields, b.yields) < (a.queue_number + a.yields, a.yields)) AS passed,
              (SELECT count(*)::int FROM waitlist_moves m WHERE m.event_id = a.event_id AND m.kind = 'YIELDED' AND m.queue_number = a.queue_number) AS moves) p
     WHERE a.queue_number IS NOT NULL AND (p.passed > p.moves OR p.moves > a.yields)`,
  ),
  none(
    'nobody waits while a place is free',
    'events',
    `SELECT c.event_id AS event, c.capacity, c.going, c.offered, c.waitlisted FROM attendance_counts c JOIN events e ON e.id = c.event_id
     WHERE e.status = 'PUBLISHED' AND e.starts_at > now() + interval '400 days' AND c.waitlisted > c.offered AND NOT c.ticketed
       AND (c.capacity IS NULL OR c.going + c.offered < c.capacity)`,
  ),
];
