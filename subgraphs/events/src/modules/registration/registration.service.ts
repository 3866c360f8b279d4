import { notFound } from '@marquee/platform';
import type { Context } from '../../context';
import type { Attendance, RegistrationAnswer, RegistrationQuestion } from '../../generated/prisma/client';
import { holdRight } from '../event/event-rights.store';
import { isOpen } from '../event/event-status';
import type { EventService } from '../event/event.service';
import { lockEvent } from '../event/event.store';
import type { EventRow } from '../event/event.types';
import { registrationClosed } from './registration.refusals';
import type { SetEventRegistration } from './registration.input';
import { replaceQuestions, setMaxCompanions, setReentry } from './registration.store';

/** An answer with the question as it was asked. */
export type AnswerWithQuestion = RegistrationAnswer & { question: RegistrationQuestion };

/** What organisers ask of guests, and what these told them. */
export class RegistrationService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  async set(input: SetEventRegistration): Promise<EventRow> {
    const { eventId, maxCompanions, allowReentry, questions } = input;
    await this.events.requireRight(eventId, 'GUESTS');
    await this.ctx.change('setEventRegistration', input, async (step) => {
      const event = await lockEvent(step, eventId);
      if (!event) throw notFound('This event');
      await holdRight(step, eventId, this.ctx.viewer, 'GUESTS');
      const isDraft = event.status !== 'PUBLISHED' && event.status !== 'CANCELLED' && event.status !== 'COMPLETED';
      if (!isDraft && !isOpen(event, step.now)) throw registrationClosed(event.status);
      if (typeof maxCompanions === 'number') await setMaxCompanions(step, eventId, maxCompanions);
      if (typeof allowReentry === 'boolean') await setReentry(step, eventId, allowReentry);
      if (questions) await replaceQuestions(step, eventId, questions);
    });
    return this.events.afterChange(eventId);
  }

  async maxCompanions(event: EventRow): Promise<number> {
    return (await this.ctx.loaders.registrationByEventId.load(event.id))?.maxCompanions ?? 0;
  }

  async allowReentry(event: EventRow): Promise<boolean> {
    return ((await this.ctx.loaders.registrationByEventId.load(event.id))?.noReentryFrom ?? null) === null;
  }

  async questions(event: EventRow): Promise<RegistrationQuestion[]> {
    return this.ctx.loaders.questionsByEventId.load(event.id);
  }

  /** The caller has asked whether the viewer may read them. */
  async answers(attendance: Attendance): Promise<AnswerWithQuestion[]> {
    return this.ctx.loaders.answersByAttendanceId.load(attendance.id);
  }
}
