import { instantOf, wallClock } from './preference-local-time';
import { zoneOf } from './preference-zone';

const wall = (text: string) => new Date(`${text}Z`);
const at = (text: string, zone: string) => instantOf(wall(text), zone).toISOString().slice(0, 16);

describe('local time', () => {
  it('is what clocks show', () => {
    expect(wallClock(new Date('2026-11-22T00:30:00Z'), 'America/Toronto').toISOString()).toBe('2026-11-21T19:30:00.000Z');
    expect(at('2026-11-21T19:30:00', 'America/Toronto')).toBe('2026-11-22T00:30');
    expect(at('2026-07-01T08:00:00', 'Asia/Kathmandu')).toBe('2026-07-01T02:15');
  });

  it('comes twice in autumn, and not at all in spring', () => {
    expect(at('2026-10-25T02:30:00', 'Europe/Berlin')).toBe('2026-10-25T00:30');
    // 02:30 is left out: an hour later it is 03:30.
    expect(at('2026-03-29T02:30:00', 'Europe/Berlin')).toBe('2026-03-29T01:30');
    expect(wallClock(instantOf(wall('2026-03-29T02:30:00'), 'Europe/Berlin'), 'Europe/Berlin').toISOString()).toBe(
      '2026-03-29T03:30:00.000Z',
    );
  });

  it('comes back the same in every zone and hour of a year', () => {
    for (const zone of ['America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Casablanca', 'UTC']) {
      for (let hour = 0; hour < 8760; hour += 61) {
        const instant = new Date(Date.UTC(2026, 0, 1) + hour * 3_600_000);
        const shown = wallClock(instant, zone);
        expect(wallClock(instantOf(shown, zone), zone)).toEqual(shown);
      }
    }
  });

  it('knows zones by any spelling, and none that are no places', () => {
    expect([zoneOf('europe/berlin'), zoneOf('UTC'), zoneOf('+01:00'), zoneOf('Mars/Olympus')]).toEqual([
      'Europe/Berlin',
      'UTC',
      null,
      null,
    ]);
  });
});
