import {
  eventCancelled,
  eventUpdated,
  moneyRefunded,
  placeOffered,
  ticketsBought,
  verdictReached,
  type EventOutline,
} from './notification-text';

const jazz: EventOutline = {
  eventId: 'e1',
  title: 'Jazz Night',
  startsAt: new Date('2026-11-22T00:30:00Z'),
  timezone: 'America/Toronto',
  venueName: 'The Rex',
};

const free = { reason: null, paid: false };

describe('texts of notifications', () => {
  it('tell a time in the zone of the event', () => {
    expect(eventCancelled(jazz, free).body).toContain('21 November 2026 at 19:30 (America/Toronto)');
  });

  it('fall back to UTC for an unknown zone', () => {
    expect(eventCancelled({ ...jazz, timezone: 'Mars/Olympus' }, free).body).toContain('22 November 2026 at 00:30 (UTC)');
  });

  it('give the reason of a cancellation, and speak of money to those who paid (users F18)', () => {
    expect(eventCancelled(jazz, free).body).toBe('It was to begin 21 November 2026 at 19:30 (America/Toronto).');
    const { body } = eventCancelled(jazz, { reason: 'The roof leaks.', paid: true });
    expect(body).toContain('The organiser writes: The roof leaks. What you paid is refunded.');
  });

  it('say what changed, and nothing when nothing did', () => {
    expect(eventUpdated(jazz, jazz)).toBeNull();
    const moved = eventUpdated(jazz, { ...jazz, startsAt: new Date('2026-11-23T00:30:00Z'), venueName: 'Massey Hall', title: 'Jazz Gala' });
    expect(moved).toMatchObject({ type: 'EVENT_UPDATED', title: 'Jazz Gala has changed', target: { type: 'EVENT', id: 'e1' } });
    expect(moved!.body).toBe(
      'It begins 22 November 2026 at 19:30 (America/Toronto) now. It takes place at Massey Hall now. It was called Jazz Night.',
    );
  });

  it('carry the notes of the curator, shortened', () => {
    expect(
      verdictReached('e1', { title: 'Jazz Night', status: 'PENDING_REVIEW' }, 'NEEDS_REVISION', 'Say when the doors open.')!.body,
    ).toContain('Say when the doors open.');
    expect(verdictReached('e1', null, 'REJECTED', 'x'.repeat(1000))!.body.length).toBeLessThan(400);
  });

  it('say that flags hide an event', () => {
    expect(verdictReached('e1', { title: 'Jazz', status: 'PUBLISHED' }, 'FLAGGED', null)).toMatchObject({ type: 'EVENT_HIDDEN' });
  });

  it('are none for a status that is no verdict', () => {
    for (const status of ['PENDING', 'IN_REVIEW', 'APPEALED', 'constructor'])
      expect(verdictReached('e1', { title: 'Jazz', status: 'PENDING_REVIEW' }, status, null)).toBeNull();
  });

  it('write money in the digits of its currency', () => {
    expect(ticketsBought('e1', jazz, { amountMinor: 1050, currency: 'CAD' }, 1).body).toBe('One ticket is yours; you paid CAD 10.50.');
    expect(ticketsBought('e1', jazz, { amountMinor: 4200, currency: 'CAD' }, 2).body).toContain('2 tickets are');
    expect(moneyRefunded('e1', jazz, { amountMinor: 500, currency: 'JPY' }).body).toContain('JPY 500 ');
  });

  it('stay true when the event is not known yet', () => {
    expect(placeOffered('e1', null, new Date('2026-11-22T10:00:00Z'))).toMatchObject({
      title: 'A place at an event is free for you',
      body: expect.stringContaining('22 November 2026 at 10:00 (UTC)'),
    });
  });
});
