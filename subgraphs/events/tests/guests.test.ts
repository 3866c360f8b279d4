import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { silentLogger } from '@marquee/platform';
import { afterTests, aViewer, type Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import { openDatabase, type Database } from '../src/db';
import {
  CheckInDocument,
  GuestSeenDocument,
  GuestsSeenDocument,
  RsvpAsPartyDocument,
  SetEventRegistrationDocument,
  SwipeDocument,
  UndoSwipeDocument,
  type RsvpInput,
  type SetEventRegistrationInput,
} from './generated/documents';
import { aBoxOffice, anOrder } from './selling';
import { HOUR, startWorld, type World } from './world';

let world: World;
let db: Database;
beforeAll(async () => {
  world = await startWorld();
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
});

const rsvp = async (viewer: Viewer, eventId: string, more: Partial<RsvpInput> = {}): Promise<Data> =>
  (await world.run(viewer, RsvpAsPartyDocument, { input: { eventId, status: 'GOING', ...more } })).rsvp;
const set = async (viewer: Viewer, input: SetEventRegistrationInput): Promise<Data> =>
  (await world.run(viewer, SetEventRegistrationDocument, { input })).setEventRegistration;
const seen = async (viewer: Viewer, id: string): Promise<Data> => (await world.run(viewer, GuestSeenDocument, { id })).event!;
const guestsSeen = async (viewer: Viewer | null, id: string): Promise<Data[]> =>
  (await world.run(viewer, GuestsSeenDocument, { id })).event!.attendees.nodes;

/** An event whose guests may bring others. */
async function anOpenEvent(capacity: number | null = null, parts: object = {}) {
  const event = await world.anEvent({ capacity, ...parts });
  await set(world.organiser, { eventId: event.id, maxCompanions: 5 });
  return event;
}

describe('companions (E40, E42)', () => {
  test('each of a party takes a place', async () => {
    const { id } = await anOpenEvent(5);
    const ann = aViewer();
    const { attendance } = await rsvp(ann, id, { companions: 2, companionNames: ['Bo', 'Cy'], notes: 'By train' });
    expect(attendance).toMatchObject({ status: 'GOING', companions: 2, companionNames: ['Bo', 'Cy'], notes: 'By train' });
    expect((await seen(ann, id)).attendanceCounts).toMatchObject({ going: 3, available: 2 });
    expect((await rsvp(ann, id, { companions: 1 })).attendance).toMatchObject({ companions: 1, companionNames: ['Bo'], notes: 'By train' });
    expect((await seen(ann, id)).attendanceCounts).toMatchObject({ going: 2, available: 3 });
    expect((await rsvp(ann, id, { status: 'NOT_GOING' })).attendance).toMatchObject({ companions: 0, companionNames: [] });
    expect((await seen(ann, id)).attendanceCounts).toMatchObject({ going: 0, available: 5 });
  });

  test('a repetition changes nothing, and what is left out stays', async () => {
    const { id } = await anOpenEvent(5);
    const ann = aViewer();
    const { attendance } = await rsvp(ann, id, { companions: 2, companionNames: ['Bo'], notes: 'By train' });
    expect((await rsvp(ann, id)).attendance).toEqual(attendance);
    expect((await rsvp(ann, id, { notes: '' })).attendance.notes).toBeNull();
  });

  test.each([
    ['more than the event allows', { companions: 6 }, 'companions', 'must be at most 5'],
    ['more than there are places', { companions: 4 }, 'companions', 'must be at most 3: there are no more places'],
    ['more names than people', { companions: 1, companionNames: ['Bo', 'Cy'] }, 'companionNames', 'must not be more than companions'],
    ['less than nobody', { companions: -1 }, 'companions', 'must not be negative'],
    ['a name that deceives', { companions: 1, companionNames: ['a\u202Eb'] }, 'companionNames.0', expect.any(String)],
    ['a group of others', { groupId: randomUUID() }, 'groupId', 'must be a group of which you are a member'],
  ])('%s is refused', async (_title, input, path, message) => {
    const { id } = await anOpenEvent(4);
    expect(await rsvp(aViewer(), id, input)).toMatchObject({ __typename: 'InvalidInput', fields: [{ path, message }] });
  });

  test('without a word of the organiser nobody brings anybody', async () => {
    const { id } = await world.anEvent();
    expect(await rsvp(aViewer(), id, { companions: 1 })).toMatchObject({ fields: [{ message: 'must be at most 0' }] });
  });

  test('who is going brings more as long as places are free, and otherwise stays as they are', async () => {
    const { id } = await anOpenEvent(3);
    const [ann, bob] = [aViewer(), aViewer()];
    await rsvp(ann, id);
    await rsvp(bob, id);
    expect(await rsvp(ann, id, { companions: 2 })).toMatchObject({ __typename: 'PartyTooLarge', available: 2, code: 'NOT_ALLOWED_NOW' });
    expect((await rsvp(ann, id, { companions: 1 })).attendance).toMatchObject({ status: 'GOING', companions: 1 });
  });

  test('a limit that is lowered takes nobody away', async () => {
    const { id } = await anOpenEvent(10);
    const ann = aViewer();
    await rsvp(ann, id, { companions: 4 });
    await set(world.organiser, { eventId: id, maxCompanions: 1 });
    expect((await rsvp(ann, id, { notes: 'Still four' })).attendance.companions).toBe(4);
    expect((await rsvp(ann, id, { companions: 3 })).attendance.companions).toBe(3);
    expect(await rsvp(ann, id, { companions: 5 })).toMatchObject({ fields: [{ message: 'must be at most 1' }] });
  });

  test('where places come by a ticket, each of a party needs one', async () => {
    const { id } = await anOpenEvent(10);
    const ann = aViewer();
    await rsvp(ann, id, { companions: 2 });
    await aBoxOffice(world, id).tell();
    await anOrder(world, ann, id).paid();
    expect((await seen(ann, id)).viewerAttendance).toMatchObject({ status: 'GOING', companions: 0 });
    expect(await rsvp(ann, id, { companions: 1 })).toMatchObject({ fields: [{ message: 'must be 0: each of them needs a ticket' }] });
  });

  test('at the door a party comes in together, or one by one', async () => {
    const soon = (hours: number) => new Date(world.clock.now().getTime() + hours * HOUR).toISOString();
    const { id } = await anOpenEvent(10, { startsAt: soon(1), endsAt: soon(2) });
    const ann = aViewer();
    await rsvp(ann, id, { companions: 3 });
    const letIn = async (nonce: string, people?: number): Promise<Data> =>
      (await world.run(world.organiser, CheckInDocument, { input: { eventId: id, userId: ann.id, nonce, people } })).checkIn;
    expect((await letIn('0', 5)).__typename).toBe('InvalidInput');
    expect((await letIn('1', 1)).__typename).toBe('CheckInSuccess');
    expect((await letIn('1', 1)).__typename).toBe('CheckInSuccess');
    expect(await rsvp(ann, id, { companions: 0 })).toMatchObject({ attendance: { companions: 0, admitted: 1 } });
    expect(await rsvp(ann, id, { companions: 3 })).toMatchObject({ attendance: { companions: 3 } });
    expect((await letIn('2')).__typename).toBe('CheckInSuccess');
    expect((await letIn('3')).__typename).toBe('AlreadyCheckedIn');
    expect(await rsvp(ann, id, { companions: 2 })).toMatchObject({ __typename: 'NotAllowed' });
    expect(await seen(ann, id)).toMatchObject({ viewerAttendance: { admitted: 4 }, attendanceCounts: { going: 4, checkedIn: 4 } });
  });
});

describe('what is told beside an answer (E40, E50)', () => {
  test('names and notes are read by the person and the team alone; the group by its members, too', async () => {
    const { id } = await anOpenEvent();
    const [ann, bob, mia, door] = [aViewer(), aViewer(), aViewer(), aViewer()];
    const groupId = randomUUID();
    for (const { id: userId } of [ann, mia])
      await world.tell('group.member_changed', groupId, { groupId, groupName: 'Chess', version: 1, userId, role: 'MEMBER' });
    await world.join(id, door, 'DOOR');
    const { attendance } = await rsvp(ann, id, { visibility: 'PUBLIC', companions: 1, companionNames: ['Bo'], notes: 'Late', groupId });
    expect(attendance).toMatchObject({ notes: 'Late', group: { id: groupId } });
    const hidden = { companions: 1, companionNames: null, notes: null, acceptsPart: null, registrationAnswers: null };
    for (const stranger of [bob, door, null]) expect(await guestsSeen(stranger, id)).toMatchObject([{ ...hidden, group: null }]);
    expect(await guestsSeen(mia, id)).toMatchObject([{ ...hidden, group: { id: groupId } }]);
    expect(await guestsSeen(world.organiser, id)).toMatchObject([{ companionNames: ['Bo'], notes: 'Late' }]);
    // Who has left the group comes with it no longer for others, who are still in it.
    await world.tell('group.member_changed', groupId, { groupId, groupName: 'Chess', version: 2, userId: ann.id, role: null });
    expect((await seen(ann, id)).viewerAttendance.group).toBeNull();
  });
});

describe('questions of the organiser', () => {
  const asked = [
    { kind: 'TEXT' as const, prompt: 'What do you eat?', required: true },
    { kind: 'CHOICE' as const, prompt: 'Your size?', choices: ['S', 'L'] },
    { kind: 'YES_NO' as const, prompt: 'First time?' },
  ];
  const anAskingEvent = async () => {
    const { id } = await world.anEvent();
    const { event } = await set(world.organiser, { eventId: id, questions: asked });
    return { id, questions: event.registration.questions as Data[] };
  };

  test('a required one is answered before there is a place', async () => {
    const { id, questions } = await anAskingEvent();
    const ann = aViewer();
    const [food, size, first] = questions.map((question) => question.id as string);
    expect(await rsvp(ann, id)).toMatchObject({ __typename: 'AnswersNeeded', questions: [{ prompt: 'What do you eat?' }] });
    expect((await rsvp(ann, id, { status: 'INTERESTED' })).__typename).toBe('RsvpSuccess');
    const answers = [
      { questionId: food!, value: 'Soup' },
      { questionId: size!, value: 'L' },
    ];
    expect((await rsvp(ann, id, { answers })).attendance.registrationAnswers.map(({ value }: Data) => value)).toEqual(['Soup', 'L']);
    const more = [{ questionId: first!, value: 'YES' }];
    expect((await rsvp(ann, id, { answers: more })).attendance.registrationAnswers).toHaveLength(3);
    // Who comes back has answered.
    await rsvp(ann, id, { status: 'NOT_GOING' });
    expect((await rsvp(ann, id)).attendance.status).toBe('GOING');
    expect((await guestsSeen(world.organiser, id))[0]!.registrationAnswers).toHaveLength(3);
  });

  test('an answer that is none is refused', async () => {
    const { id, questions } = await anAskingEvent();
    const answer = (index: number, value: string) => rsvp(aViewer(), id, { answers: [{ questionId: questions[index]!.id, value }] });
    expect(await answer(1, 'M')).toMatchObject({ fields: [{ path: 'answers.0.value', message: 'must be one of: S, L' }] });
    expect(await answer(2, 'perhaps')).toMatchObject({ fields: [{ message: 'must be one of: YES, NO' }] });
    expect(await rsvp(aViewer(), id, { answers: [{ questionId: randomUUID(), value: 'x' }] })).toMatchObject({
      fields: [{ path: 'answers.0.questionId' }],
    });
  });

  test('a question with other words is another one, and what was answered to the old one stays', async () => {
    const { id, questions } = await anAskingEvent();
    const ann = aViewer();
    await rsvp(ann, id, { answers: [{ questionId: questions[0]!.id, value: 'Soup' }] });
    const changed = [
      { id: questions[2]!.id as string, ...asked[2]!, required: true },
      { id: questions[0]!.id as string, kind: 'TEXT' as const, prompt: 'What do you drink?', required: true },
    ];
    const { event } = await set(world.organiser, { eventId: id, questions: changed });
    expect(event.registration.questions.map(({ prompt }: Data) => prompt)).toEqual(['First time?', 'What do you drink?']);
    expect(event.registration.questions[0]).toMatchObject({ id: questions[2]!.id, required: true });
    expect(event.registration.questions[1].id).not.toBe(questions[0]!.id);
    expect((await seen(ann, id)).viewerAttendance.registrationAnswers).toEqual([
      { value: 'Soup', question: { prompt: 'What do you eat?', retired: true } },
    ]);
    // Who has a place keeps it, whatever is asked later.
    expect((await rsvp(ann, id, { notes: 'Hi' })).attendance.status).toBe('GOING');
  });

  test('is asked by those who may see the guests, of events that are not over', async () => {
    const { id } = await world.anEvent();
    const [editor, door] = [aViewer(), aViewer()];
    await world.join(id, editor, 'EDITOR');
    await world.join(id, door, 'DOOR');
    expect((await set(editor, { eventId: id, maxCompanions: 2 })).event.registration.maxCompanions).toBe(2);
    expect((await set(door, { eventId: id, maxCompanions: 3 })).__typename).toBe('NotAllowed');
    expect((await set(aViewer(), { eventId: id, maxCompanions: 3 })).__typename).toBe('NotAllowed');
    expect((await set(editor, { eventId: randomUUID(), maxCompanions: 3 })).__typename).toBe('NotFound');
    const bad = { eventId: id, questions: [{ kind: 'CHOICE' as const, prompt: 'Which?', choices: ['one'] }] };
    expect(await set(editor, bad)).toMatchObject({ fields: [{ path: 'questions.0.choices' }] });
    const key = { eventId: id, idempotencyKey: 'k' };
    await set(editor, { ...key, maxCompanions: 4 });
    expect((await set(editor, { ...key, maxCompanions: 5 })).__typename).toBe('KeyReused');
    const { errors } = await world.execute(null, print(SetEventRegistrationDocument), { input: { eventId: id } });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    const past = await world.anEvent();
    await db.prisma.event.update({ where: { id: past.id }, data: { status: 'COMPLETED' } });
    expect((await set(world.organiser, { eventId: past.id, maxCompanions: 1 })).__typename).toBe('EventNotOpen');
  });
});

test('what a person told goes with them', async () => {
  const { id } = await anOpenEvent();
  const { event } = await set(world.organiser, { eventId: id, questions: [{ kind: 'TEXT', prompt: 'Why?' }] });
  const ann = aViewer();
  await world.know([ann]);
  const answers = [{ questionId: event.registration.questions[0].id as string, value: 'Because' }];
  await rsvp(ann, id, { companions: 1, companionNames: ['Bo'], notes: 'Hi', answers });
  await world.tell('user.erased', ann.id, { userId: ann.id });
  expect(await db.prisma.attendance.count({ where: { eventId: id } })).toBe(0);
  expect(await db.prisma.registrationAnswer.count({ where: { value: 'Because' } })).toBe(0);
  expect((await seen(world.organiser, id)).attendanceCounts.going).toBe(0);
});

test('a swipe is taken back (E57)', async () => {
  const { id } = await world.anEvent();
  const ann = aViewer();
  await world.run(ann, SwipeDocument, { input: { eventId: id, direction: 'RIGHT' } });
  const undo = async (eventId: string): Promise<Data> => (await world.run(ann, UndoSwipeDocument, { input: { eventId } })).undoSwipe;
  for (let n = 0; n < 2; n++) expect((await undo(id)).event.viewerSwipe).toBeNull();
  expect((await undo(randomUUID())).code).toBe('NOT_FOUND');
  const { errors } = await world.execute(null, print(UndoSwipeDocument), { input: { eventId: id } });
  expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
});
