import { aViewer } from '@marquee/platform/testing';
import { maySeeEvent } from './event-visibility';

const creator = aViewer();
const event = { creatorId: creator.id, status: 'PUBLISHED', visibility: 'PUBLIC', deleted: false, wasPublished: true, hidden: false };
const going = { status: 'GOING', checkedInAt: null };

describe('maySeeEvent', () => {
  it('shows a public published event to everybody', () => {
    expect(maySeeEvent(event, null, null)).toBe(true);
    expect(maySeeEvent({ ...event, status: 'CANCELLED' }, null, null)).toBe(true);
  });

  it('shows what was cancelled before it was published to nobody else', () => {
    expect(maySeeEvent({ ...event, status: 'CANCELLED', wasPublished: false }, null, going)).toBe(false);
  });

  it('shows what is not published to its creator and to curators alone', () => {
    const pending = { ...event, status: 'PENDING_REVIEW' };
    expect(
      [null, aViewer(), creator, aViewer({ role: 'curator' }), aViewer({ role: 'moderator' }), aViewer({ role: 'admin' })].map((viewer) =>
        maySeeEvent(pending, viewer, going),
      ),
    ).toEqual([false, false, true, true, true, true]);
  });

  it('shows a private event also to those who attend it, and to no others', () => {
    const secret = { ...event, visibility: 'PRIVATE' };
    expect(maySeeEvent(secret, aViewer(), null)).toBe(false);
    expect(maySeeEvent(secret, aViewer(), going)).toBe(true);
    expect(maySeeEvent(secret, aViewer(), { status: 'CANCELLED', checkedInAt: null })).toBe(false);
    expect(maySeeEvent(secret, aViewer(), { status: 'CANCELLED', checkedInAt: new Date() })).toBe(true);
  });

  it('shows what flags hide to its creator, to curators and to those who attend it', () => {
    const hidden = { ...event, hidden: true };
    expect([null, aViewer(), creator, aViewer({ role: 'curator' })].map((viewer) => maySeeEvent(hidden, viewer, null))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(maySeeEvent(hidden, aViewer(), going)).toBe(true);
  });

  it('shows a deleted event to nobody', () => {
    expect(maySeeEvent({ ...event, deleted: true }, creator, going)).toBe(false);
  });
});
