import { eventually, withoutLocks } from '@marquee/platform/testing';
import { Client } from 'pg';
import { curation } from '../src';
import { keep } from '../src/kept';
import { startWorld, type World } from './world';

/** An edit is told in the moment in which somebody claims the event's workflow: is the new text screened? */
async function screenedAfterAClaim(world: World): Promise<boolean> {
  const event = await world.published();
  await world.runJob('screen-due');
  const claimer = new Client(world.databaseUrl);
  await claimer.connect();
  try {
    await claimer.query('BEGIN');
    await claimer.query('UPDATE workflows SET version = version + 1 WHERE event_id = $1', [event.eventId]);
    const following = world.change(event, { description: 'Something else.' });
    const waits = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    // For the lock, or with none for the row: it has read the workflow as it was.
    await eventually(async () => expect((await claimer.query(waits)).rowCount).toBe(1));
    await claimer.query('COMMIT');
    await following;
    await world.runJob('screen-due');
    const { assessment } = await world.workflowOf(event.eventId);
    return assessment.eventVersion === 2;
  } finally {
    await claimer.end();
  }
}

describe('an edit that is told while its workflow is claimed', () => {
  it('is screened', async () => {
    expect(await screenedAfterAClaim(await startWorld())).toBe(true);
  });

  it('control: without the lock of the workflow it is not', async () => {
    const subgraph = curation.with({ keep: (basics) => keep({ ...basics, db: withoutLocks(basics.db) }) });
    expect(await screenedAfterAClaim(await startWorld({ subgraph }))).toBe(false);
  });
});

describe('an occurrence of a series that was approved', () => {
  it('is approved without a screening of its own, as long as it says what the series says', async () => {
    const world = await startWorld();
    const event = await world.published({ occurrence: 'FOLLOWS' });
    expect(await world.workflowOf(event.eventId)).toMatchObject({ status: 'APPROVED', assessment: null });
    const changed = await world.change(event, { description: 'As the series says now.' });
    await world.runJob('screen-due');
    expect(await world.workflowOf(event.eventId)).toMatchObject({ status: 'APPROVED', assessment: null });
    await world.change(changed, { description: 'Something of its own.', occurrence: 'EDITED' });
    await world.runJob('screen-due');
    expect((await world.workflowOf(event.eventId)).assessment).toMatchObject({ eventVersion: 3 });
  });
});
