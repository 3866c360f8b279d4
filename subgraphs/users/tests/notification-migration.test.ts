import { randomUUID } from 'node:crypto';
import { databaseBefore, type DatabaseBefore } from '@marquee/platform/testing';

/** What was stored as English keeps what it says; who is named in it is taken out of it where that is certain. */
describe('the migration of stored texts to parameters', () => {
  let before: DatabaseBefore;
  const [reader, actor, event, house] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const ids = new Map<string, string>();
  const store = async (type: string, title: string, body: string, columns: { target?: [string, string]; actor?: string } = {}) => {
    const id = randomUUID();
    ids.set(title, id);
    await before.sql(
      `INSERT INTO notifications (id, user_id, type, title, body, target_type, target_id, actor_id, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now())`,
      [id, reader, type, title, body, columns.target?.[0] ?? null, columns.target?.[1] ?? null, columns.actor ?? null],
    );
  };
  const parameters = async (title: string) =>
    (await before.sql('SELECT parameters FROM notifications WHERE id = $1', [ids.get(title)])).rows[0].parameters as unknown;

  beforeAll(async () => {
    before = await databaseBefore('users', '20261129194123_notification_parameters');
    await before.sql(
      `INSERT INTO users (id, email, email_key, username, username_key, display_name, created_at, updated_at)
       VALUES ($1, 'r@p.test', 'r@p.test', 'r', 'r', 'R', now(), now())`,
      [reader],
    );
    await before.sql(`INSERT INTO organizations (id, name, slug, created_at) VALUES ($1, 'House', 'house', now())`, [house]);
    await before.sql(
      `INSERT INTO event_copies (event_id, version, title, status, starts_at, timezone, creator_id, imported)
       VALUES ($1, 1, 'Jazz', 'PUBLISHED', now(), 'UTC', $2, false)`,
      [event, actor],
    );
    await store('CONNECTION_REQUESTED', 'Ada would like to connect', '…', { target: ['USER', actor] });
    await store('MESSAGE_RECEIVED', 'Ada wrote to you', '…', { target: ['CHAT_ROOM', randomUUID()], actor });
    await store('EVENT_INVITED', 'Ada invites you to Jazz', '…', { target: ['EVENT', event], actor });
    await store('EVENT_TEAM_INVITED', 'Ada invites you to the team of Jazz', 'You would be at the door, where guests are let in. Accept', {
      target: ['EVENT', event],
      actor,
    });
    await store('ORGANIZATION_JOINED', 'Ada works for House now', '…', { target: ['ORGANIZATION', house], actor });
    await store('GROUP_INVITED', 'Ada invites you to Walkers', '…', { target: ['GROUP', randomUUID()], actor });
    await store('GROUP_INVITED', 'He invites you to it invites you to Walkers', '…', { target: ['GROUP', randomUUID()], actor });
    await store('EVENT_CANCELLED', 'Jazz is cancelled', 'It was to begin.', { target: ['EVENT', event] });
    await before.migrate();
  });

  it('takes apart what names people', async () => {
    expect(await parameters('Ada would like to connect')).toEqual({ person: actor });
    expect(await parameters('Ada wrote to you')).toEqual({ person: actor });
    expect(await parameters('Ada invites you to Jazz')).toEqual({ person: actor, event: { id: event, title: 'Jazz' } });
    expect(await parameters('Ada invites you to the team of Jazz')).toMatchObject({ person: actor, role: 'DOOR' });
    expect(await parameters('Ada works for House now')).toEqual({ person: actor, organization: { id: house, name: 'House' } });
    expect(await parameters('Ada invites you to Walkers')).toEqual({ person: actor, group: 'Walkers' });
  });

  it('leaves the rest as it was told', async () => {
    expect(await parameters('Jazz is cancelled')).toEqual({ told: { title: 'Jazz is cancelled', body: 'It was to begin.' } });
    const doubtful = 'He invites you to it invites you to Walkers';
    expect(await parameters(doubtful)).toEqual({ told: { title: doubtful, body: '…' } });
  });
});
