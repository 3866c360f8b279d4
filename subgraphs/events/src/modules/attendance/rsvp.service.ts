import { invalidInput, notAllowed, notFound } from '@marquee/platform';
import { eligibility, type Eligibility, type PersonToEnter } from '@marquee/schema/rules/eligibility';
import { channels } from '../../channels';
import type { Context, Step } from '../../context';
import type { Attendance } from '../../generated/prisma/client';
import type { AttendanceStatus } from '../../generated/prisma/enums';
import type { EventService } from '../event/event.service';
import type { Rsvp } from './attendance.input';
import { answersNeeded, eventNotOpen, hasTicket, notEligible, partyTooLarge, ticketNeeded } from './attendance.refusals';
import { answerToEnter, eventToEnter } from '../event/event-eligibility';
import type { EligibilityService } from './eligibility.service';
import { noteDeed } from '../interaction/interaction.store';
import type { Deed } from '../interaction/interaction.types';
import { answersTo, type Registration } from '../registration/registration-answers';
import { answeredIn, keepAnswers, registrationOf } from '../registration/registration.store';
import { isGroupMember } from '../person/person.store';
import { GuestList } from './guest-list.store';
import { bringsCompanions, offeredPlacesOf, partySize } from './party';
import { outcomeOf } from './rsvp';
import { companionsOf, companionsToTake, mostPlaces, refuseParty } from './rsvp-party';
import { tiersOnSale } from './sales.store';

/** What an answer says of somebody's taste; what is not here says nothing. */
const DEED_OF: Partial<Record<AttendanceStatus, Deed>> = {
  ...{ GOING: 'ATTEND', WAITLISTED: 'ATTEND', PENDING_APPROVAL: 'ATTEND' },
  ...{ INTERESTED: 'INTERESTED', MAYBE: 'INTERESTED', NOT_GOING: 'PASS' },
};

/** Answers of the viewer to events. */
export class RsvpService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
    private readonly eligibility: EligibilityService,
  ) {}

  async rsvp(input: Rsvp): Promise<Attendance> {
    const { kept, loaders, viewer } = this.ctx;
    const { eventId, status, visibility } = input;
    const event = await this.events.require(eventId);
    // Read now: while a connection is held, no second one is waited for.
    const person = await this.eligibility.personAt(event);
    const usual = (await loaders.personById.load(viewer.id))?.attendanceVisibility ?? 'PRIVATE';
    const id = await kept.eventTurns.take(eventId, () =>
      this.ctx.change('rsvp', input, async (step) => {
        const list = await GuestList.open(step, eventId);
        if (!list) throw notFound('This event');
        const before = await list.find(viewer.id);
        const companions = companionsOf(before, input);
        const toGo = goingOf(list, before, person, 1 + companions);
        if (isShut(toGo)) throw eventNotOpen(list.event.status, toGo.code);
        const registration = await registrationOf(step, eventId);
        refuseParty(before, companions, input.companionNames ?? [], { ...registration, capacity: list.capacity });
        const outcome = outcomeOf(before, status, toGo.code);
        if (outcome.kind === 'held by ticket') throw hasTicket();
        if (outcome.kind === 'already inside') throw notAllowed('You were let in: your place cannot be given back any more.');
        if (outcome.kind === 'refused') throw await refusalOf(step, eventId, toGo);
        const becomes = outcome.kind === 'become' ? outcome.status : before!.status;
        const acceptsPart = input.acceptsPart ?? before?.acceptsPart ?? false;
        const taken = becomes === 'GOING' ? companionsToTake(before, companions, acceptsPart, list.freePlaces) : companions;
        if (taken === null) throw partyTooLarge(mostPlaces(before, list.freePlaces));
        const told = {
          status: becomes,
          visibility: visibility ?? before?.visibility ?? usual,
          acceptsPart,
          companions: taken,
          companionNames: input.companionNames ?? before?.companionNames ?? [],
          notes: input.notes === undefined ? (before?.notes ?? null) : input.notes || null,
          groupId: await groupOf(step, input, before, viewer.id),
        };
        const answers = await answersToKeep(step, registration, before, input, becomes);
        const attendance = before && answers.length === 0 && isAsBefore(before, told) ? before : await list.put(before, viewer.id, told);
        const deed = before?.status === attendance.status ? null : DEED_OF[attendance.status];
        if (deed) await noteDeed(step, viewer.id, eventId, deed);
        await keepAnswers(step, attendance.id, answers);
        // A newcomer for whom there is room, past a larger party that waits, need not ask again.
        if (becomes === 'WAITLISTED' && outcome.kind === 'become') await takeWhole(list, attendance);
        await list.save();
        if (deed && attendance.status === 'INTERESTED') step.push(channels.interest(eventId), { id: attendance.id });
        return attendance.id;
      }),
    );
    const attendance = await loaders.attendanceById.load(id);
    if (!attendance) throw notFound('This attendance');
    return attendance;
  }
}

const goingOf = (list: GuestList, answer: Attendance | null, person: PersonToEnter | null, places: number): Eligibility =>
  eligibility('GOING', {
    now: list.now,
    event: eventToEnter(list.event, list.ticketed, list.lottery),
    person,
    answer: answerToEnter(answer, list.now),
    freePlaces: list.freePlaces,
    places,
  });

const isShut = ({ code }: Eligibility): boolean => code === 'NOT_PUBLISHED' || code === 'CALLED_OFF' || code === 'OVER';

const refusalOf = async (step: Step, eventId: string, toGo: Eligibility) =>
  toGo.code === 'TICKET_NEEDED' ? ticketNeeded(await tiersOnSale(step, eventId)) : notEligible(toGo);

/** Nothing but the answers to questions may be different. */
const isAsBefore = (
  before: Attendance,
  told: Pick<Attendance, 'status' | 'visibility' | 'companions' | 'acceptsPart' | 'notes' | 'groupId' | 'companionNames'>,
): boolean =>
  before.status === told.status &&
  before.visibility === told.visibility &&
  before.companions === told.companions &&
  before.acceptsPart === told.acceptsPart &&
  before.notes === told.notes &&
  before.groupId === told.groupId &&
  before.companionNames.join('\n') === told.companionNames.slice(0, told.companions).join('\n');

async function takeWhole(list: GuestList, waiting: Attendance): Promise<void> {
  await list.offerFreePlaces();
  const now = await list.find(waiting.userId);
  if (now && offeredPlacesOf(now) === partySize(now)) await list.put(now, now.userId, { status: 'GOING' });
}

async function groupOf(step: Step, { groupId }: Rsvp, before: Attendance | null, userId: string): Promise<string | null> {
  if (groupId === undefined) return before?.groupId ?? null;
  if (groupId !== null && !(await isGroupMember(step, groupId, userId)))
    throw invalidInput('groupId', 'must be a group of which you are a member');
  return groupId;
}

/** The answers that are to be written. Refused while one is missing that a place asks for. */
async function answersToKeep(step: Step, registration: Registration, before: Attendance | null, input: Rsvp, becomes: AttendanceStatus) {
  const answers = answersTo(registration.questions, input.answers ?? []);
  const enters = bringsCompanions(becomes) && !(before && bringsCompanions(before.status));
  const required = enters ? registration.questions.filter((question) => question.required) : [];
  const given = new Set(answers.map(({ questionId }) => questionId));
  const open = required.filter((question) => !given.has(question.id));
  const known = before && open.length > 0 ? await answeredIn(step, before.id) : new Set<string>();
  const missing = open.filter((question) => !known.has(question.id));
  if (missing.length > 0) throw answersNeeded(missing);
  return answers;
}
