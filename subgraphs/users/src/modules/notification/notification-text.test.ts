import {
  eventCancelled,
  eventUpdated,
  messageReceived,
  moneyRefunded,
  placeOffered,
  ticketsBought,
  verdictReached,
  type EventOutline,
  type NotificationContent,
} from './notification-content';
import { organizationInvited } from './notification-invitation-content';
import type { Language } from '../preference/preference-language';
import { nameKeysOf, renderText } from './notification-text';

const jazz: EventOutline = {
  eventId: 'e1',
  title: 'Jazz Night',
  startsAt: new Date('2026-11-22T00:30:00Z'),
  timezone: 'America/Toronto',
  venueName: 'The Rex',
};
const free = { reason: null, paid: false };
const say = (content: NotificationContent | null, language: Language | null = null, names: Record<string, string> = {}) =>
  renderText(content!, { language, timeZone: null }, new Map(Object.entries(names)));

describe('texts of notifications', () => {
  it('tell a time in the zone of the event', () => {
    expect(say(eventCancelled(jazz, free)).body).toContain('21 November 2026 at 19:30 (America/Toronto)');
    expect(say(eventCancelled(jazz, free), 'DE').body).toBe('Geplanter Beginn: 21. November 2026 um 19:30 (America/Toronto).');
    expect(say(eventCancelled(jazz, free), 'FR').body).toContain('21 novembre 2026 à 19:30');
    expect(say(eventCancelled(jazz, free), 'ES').body).toContain('21 de noviembre de 2026 a las 19:30');
  });

  it('fall back to UTC for an unknown zone', () => {
    expect(say(eventCancelled({ ...jazz, timezone: 'Mars/Olympus' }, free)).body).toContain('22 November 2026 at 00:30 (UTC)');
  });

  it('give the reason of a cancellation, and speak of money to those who paid (users F18)', () => {
    expect(say(eventCancelled(jazz, free)).body).toBe('It was to begin 21 November 2026 at 19:30 (America/Toronto).');
    const { body } = say(eventCancelled(jazz, { reason: 'The roof leaks.', paid: true }));
    expect(body).toContain('The organiser writes: The roof leaks. What you paid is refunded.');
  });

  it('take what people write as it is, also what looks like a template', () => {
    const reason = "{event} <b>it's</b> {paid, select, other {x}} #";
    expect(say(eventCancelled({ ...jazz, title: '{person}' }, { reason, paid: false }))).toMatchObject({
      title: '{person} is cancelled',
      body: expect.stringContaining(`The organiser writes: ${reason}`),
    });
  });

  it('say what changed, and nothing when nothing did', () => {
    expect(eventUpdated(jazz, jazz)).toBeNull();
    const moved = eventUpdated(jazz, { ...jazz, startsAt: new Date('2026-11-23T00:30:00Z'), venueName: 'Massey Hall', title: 'Jazz Gala' });
    expect(moved).toMatchObject({ type: 'EVENT_UPDATED', target: { type: 'EVENT', id: 'e1' } });
    expect(say(moved)).toEqual({
      title: 'Jazz Gala has changed',
      body: 'It begins 22 November 2026 at 19:30 (America/Toronto) now. It takes place at Massey Hall now. It was called Jazz Night.',
    });
    expect(say(eventUpdated(jazz, { ...jazz, venueName: null })).body).toBe('Its place is open now.');
  });

  it('carry the notes of the curator, shortened', () => {
    expect(
      say(verdictReached('e1', { title: 'Jazz Night', status: 'PENDING_REVIEW' }, 'NEEDS_REVISION', { notes: 'Say when the doors open.' }))
        .body,
    ).toContain('The curator writes: Say when the doors open.');
    expect(say(verdictReached('e1', null, 'REJECTED', { notes: 'x'.repeat(1000) })).body.length).toBeLessThan(400);
  });

  it('carry them in the reader’s language where they were written in it', () => {
    const noteTexts = { en: 'Say when it begins.', de: 'Sag, wann es beginnt.', it: 'Dica quando inizia.' };
    const verdict = verdictReached('e1', null, 'REJECTED', { notes: noteTexts.en, noteTexts });
    expect(say(verdict, 'DE').body).toContain('Sag, wann es beginnt.');
    for (const language of ['EN', 'FR', null] as const) expect(say(verdict, language).body).toContain('Say when it begins.');
  });

  it('say that flags hide an event', () => {
    expect(verdictReached('e1', { title: 'Jazz', status: 'PUBLISHED' }, 'FLAGGED', { notes: null })).toMatchObject({
      type: 'EVENT_HIDDEN',
    });
  });

  it('are none for a status that is no verdict', () => {
    for (const status of ['PENDING', 'IN_REVIEW', 'APPEALED', 'constructor'])
      expect(verdictReached('e1', { title: 'Jazz', status: 'PENDING_REVIEW' }, status, { notes: null })).toBeNull();
  });

  it('write money in the digits of its currency, as the language does', () => {
    const bought = (count: number) => ticketsBought('e1', jazz, { amountMinor: 1050, currency: 'CAD' }, count);
    expect(say(bought(1)).body).toBe('One ticket is yours; you paid CAD 10.50.');
    expect(say(bought(2)).body).toContain('2 tickets are');
    expect(say(bought(2), 'DE').body).toBe('Du hast 2 Tickets für 10,50 CAD gekauft.');
    expect(say(moneyRefunded('e1', jazz, { amountMinor: 500, currency: 'JPY' })).body).toContain('JPY 500 ');
    expect(say(moneyRefunded('e1', jazz, { amountMinor: 1250, currency: 'KWD' })).body).toContain('KWD 1.250 ');
  });

  it('stay true when the event is not known yet', () => {
    expect(say(placeOffered('e1', null, new Date('2026-11-22T10:00:00Z')))).toMatchObject({
      title: 'A place at an event is free for you',
      body: expect.stringContaining('22 November 2026 at 10:00 (UTC)'),
    });
  });

  it('call people and things as they are called now, and those who are not shown by no name', () => {
    const written = messageReceived('r1', 'p1');
    expect(nameKeysOf(written)).toEqual(['person:p1']);
    expect(say(written, null, { 'person:p1': 'Ada' }).title).toBe('Ada wrote to you');
    expect([say(written).title, say(written, 'DE').title]).toEqual(['Somebody wrote to you', 'Jemand hat dir geschrieben']);
    const invited = organizationInvited({ id: 'o1', name: 'Old House' }, 'STAFF', 'p1');
    expect(say(invited, null, { 'person:p1': 'ada', 'organization:o1': 'New House' })).toEqual({
      title: 'ada invites you to work for New House',
      body: 'You would be staff, who help at the door. Accept or decline the invitation.',
    });
    expect(say(invited, null, { 'person:p1': 'ada' }).title).toContain('Old House');
  });

  it('stay as they were where they were stored as texts', () => {
    const told = { title: 'Ada {wrote}', body: 'In English.' };
    expect(renderText({ type: 'EVENT_UPDATED', parameters: { told } }, { language: 'DE', timeZone: null }, new Map())).toEqual(told);
  });
});
