import { randomUUID } from 'node:crypto';
import type { Topics } from '@marquee/schema/topics';
import { NotificationsDocument } from './generated/documents';
import { signUp, startWorld, type Person, type World } from './world';

describe('the notification of an import that has ended', () => {
  let world: World;
  let ada: Person;
  const list = async (person: Person) => (await world.run(person.viewer, NotificationsDocument, {})).notifications.nodes;
  const ended = (parts: Partial<Topics['import.ended']> = {}) => {
    const fact = {
      importId: randomUUID(),
      version: 1,
      importerId: ada.id,
      state: 'SUCCEEDED' as const,
      created: 0,
      updated: 0,
      skipped: 0,
      failure: null,
    };
    const payload = { ...fact, ...parts };
    return world.tell('import.ended', payload.importId, payload);
  };

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    ada = await signUp(world);
  });

  it('says what has become of the records, to the importer alone', async () => {
    const other = await signUp(world);
    await ended({ created: 1_200, updated: 1, skipped: 3 });
    expect(await list(ada)).toEqual([
      expect.objectContaining({
        type: 'IMPORT_ENDED',
        title: 'Your import is done',
        body: '1,200 events are new. One was brought up to date. 3 were left out; their records say why.',
        target: null,
      }),
    ]);
    expect(await list(other)).toEqual([]);
  });

  it('says why it failed, once', async () => {
    const importId = randomUUID();
    for (let n = 0; n < 2; n++) await ended({ importId, state: 'FAILED', created: 1, failure: 'This account is not active.' });
    expect(await list(ada)).toEqual([
      expect.objectContaining({ title: 'Your import has ended early', body: 'This account is not active. One event is new.' }),
    ]);
  });
});
