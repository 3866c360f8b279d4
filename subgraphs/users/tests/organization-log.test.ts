import { OrganizationLogDocument, UpdateOrganizationDocument } from './generated/documents';
import { anOrganization, employ, invite, remove, respond, setRole } from './organizations';
import {
  anAttendance,
  anEvent,
  signUp,
  signUpAs,
  startWorld,
  succeeded,
  tellAttendance,
  tellEvent,
  type Person,
  type World,
} from './world';

describe('an organisation (U15)', () => {
  let world: World;
  let owner: Person;
  let id: string;
  const read = async (by: Person | null, page: Record<string, unknown> = {}) =>
    (await world.run(by?.viewer ?? null, OrganizationLogDocument, { id, ...page })).organization!;
  const log = async (by: Person | null = owner, page: Record<string, unknown> = {}) => (await read(by, page)).auditLog;

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    owner = await signUp(world);
    id = await anOrganization(world, owner);
  });

  it('has a log of what was done there, by whom, about whom', async () => {
    const [ben, cem] = [await signUp(world), await signUp(world)];
    const tick = () => world.clock.advance(1000);
    tick();
    const { invitation } = succeeded(await invite(world, owner, id, ben, 'STAFF'));
    tick();
    await respond(world, ben, invitation.id, true);
    tick();
    await setRole(world, owner, id, ben, 'MANAGER');
    tick();
    const second = succeeded(await invite(world, ben, id, cem, 'STAFF')).invitation;
    tick();
    await respond(world, cem, second.id, false);
    tick();
    succeeded(
      (await world.run(owner.viewer, UpdateOrganizationDocument, { input: { organizationId: id, name: 'New House' } })).updateOrganization,
    );
    await world.run(owner.viewer, UpdateOrganizationDocument, { input: { organizationId: id, name: 'New House' } });
    tick();
    await remove(world, owner, id, ben);
    const seen = (await log())!.nodes.map(({ kind, actor, person, role, fields }) => [kind, actor?.id, person?.id, role, ...fields]);
    expect(seen).toEqual([
      ['LEFT', owner.id, ben.id, null],
      ['CHANGED', owner.id, undefined, null, 'name'],
      ['DECLINED', cem.id, cem.id, 'STAFF'],
      ['INVITED', ben.id, cem.id, 'STAFF'],
      ['ROLE_CHANGED', owner.id, ben.id, 'MANAGER'],
      ['JOINED', ben.id, ben.id, 'STAFF'],
      ['INVITED', owner.id, ben.id, 'STAFF'],
      ['CREATED', owner.id, undefined, null],
    ]);
    const first = (await log(owner, { first: 3 }))!;
    const next = (await log(owner, { first: 9, after: first.pageInfo.endCursor }))!;
    expect([...first.nodes, ...next.nodes]).toHaveLength(8);
    const back = (await log(owner, { last: 3, before: next.pageInfo.startCursor }))!;
    expect(back.nodes).toEqual(first.nodes);
  });

  it('shows its log to owners, managers and administrators, and to nobody else', async () => {
    const [manager, staff, stranger, admin] = [
      await signUp(world),
      await signUp(world),
      await signUp(world),
      await signUpAs(world, 'admin'),
    ];
    await employ(world, owner, id, manager, 'MANAGER');
    await employ(world, owner, id, staff, 'STAFF');
    for (const person of [owner, manager, admin]) expect((await log(person))!.nodes.length).toBeGreaterThan(0);
    for (const person of [staff, stranger, null]) expect(await log(person)).toBeNull();
  });

  it('keeps what was done when its doer is erased, without them, and forgets it after two years', async () => {
    const ben = await signUp(world);
    await employ(world, owner, id, ben, 'STAFF');
    await world.db.prisma.user.delete({ where: { id: ben.id } });
    expect((await log())!.nodes.find(({ kind }) => kind === 'JOINED')).toMatchObject({ actor: null, person: null });
    world.clock.advance(731 * 86_400_000);
    await world.subgraph.runJob('forget-old-sign-ins');
    expect((await log())!.nodes).toEqual([]);
  });

  it('has numbers of what it has put on: public, and not called off', async () => {
    expect((await read(null)).statistics).toEqual({
      upcomingEventCount: 0,
      pastEventCount: 0,
      guestCount: 0,
      reviewCount: 0,
      averageRating: null,
    });
    const [past, off, few, next] = [0, 1, 2, 3].map(() => anEvent({ organizationId: id, creatorId: owner.id }));
    await tellEvent(world, next!);
    await tellEvent(world, { ...few!, visibility: 'PRIVATE' });
    await tellEvent(world, { ...off!, status: 'CANCELLED', change: 'CANCELLED' });
    for (let n = 0; n < 2; n++) {
      await tellAttendance(world, anAttendance({ eventId: past!.eventId, userId: (await signUp(world)).id, checkedInAt: past!.startsAt }));
    }
    await tellEvent(world, { ...past!, status: 'COMPLETED', change: 'COMPLETED' });
    for (const rating of [5, 4]) {
      const reviewId = crypto.randomUUID();
      const review = {
        reviewId,
        version: 1,
        eventId: past!.eventId,
        authorId: crypto.randomUUID(),
        rating,
        eventRating: 5,
        eventReviewCount: 1,
      };
      await world.tell('review.changed', review.eventId, review);
    }
    expect((await read(null)).statistics).toEqual({
      upcomingEventCount: 1,
      pastEventCount: 1,
      guestCount: 2,
      reviewCount: 2,
      averageRating: 4.5,
    });
  });
});
