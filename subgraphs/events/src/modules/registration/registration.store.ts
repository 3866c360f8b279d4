import { randomUUID } from 'node:crypto';
import { invalidInput } from '@marquee/platform';
import type { Step } from '../../context';
import type { RegistrationQuestion } from '../../generated/prisma/client';
import type { GivenAnswer, Registration } from './registration-answers';
import type { QuestionToAsk } from './registration.input';

/** What an event asks now; locks nothing: an answer that is under way goes by what was asked when it began. */
export async function registrationOf({ tx }: Step, eventId: string): Promise<Registration> {
  const registration = await tx.eventRegistration.findUnique({ where: { eventId }, select: { maxCompanions: true } });
  const questions = await tx.registrationQuestion.findMany({ where: { eventId, retiredAt: null }, orderBy: { position: 'asc' } });
  return { maxCompanions: registration?.maxCompanions ?? 0, questions };
}

export async function setMaxCompanions({ tx }: Step, eventId: string, maxCompanions: number): Promise<void> {
  await tx.eventRegistration.upsert({
    where: { eventId },
    create: { eventId, maxCompanions },
    update: { maxCompanions, version: { increment: 1 } },
  });
}

/** Since when who went out of an event does not come in again; null: they may. Read under the lock of its guest list. */
export async function noReentryFrom({ tx }: Step, eventId: string): Promise<Date | null> {
  return (await tx.eventRegistration.findUnique({ where: { eventId }, select: { noReentryFrom: true } }))?.noReentryFrom ?? null;
}

/** Behind the scans that are under way: what was before this moment stays what it was. Said again, it holds since it was said first. */
export async function setReentry({ tx, kept }: Step, eventId: string, allowed: boolean): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM attendance_counts WHERE event_id = ${eventId}::uuid FOR UPDATE`;
  const now = kept.clock.now();
  await tx.eventRegistration.createMany({ data: [{ eventId }], skipDuplicates: true });
  await tx.eventRegistration.updateMany({
    where: { eventId, noReentryFrom: allowed ? { not: null } : null },
    data: { noReentryFrom: allowed ? null : now, version: { increment: 1 } },
  });
}

/** What an event asks now is asked by these, too, which ask nothing yet. */
export async function copyRegistration({ tx }: Step, fromEventId: string, eventIds: readonly string[]): Promise<void> {
  const copies = [...eventIds];
  await tx.$executeRaw`
    INSERT INTO event_registrations (event_id, max_companions, no_reentry_from)
    SELECT copy.id, r.max_companions, r.no_reentry_from FROM event_registrations r CROSS JOIN unnest(${copies}::uuid[]) AS copy (id)
    WHERE r.event_id = ${fromEventId}::uuid ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    INSERT INTO registration_questions (id, event_id, kind, prompt, choices, required, position)
    SELECT gen_random_uuid(), copy.id, q.kind, q.prompt, q.choices, q.required, q.position
    FROM registration_questions q CROSS JOIN unnest(${copies}::uuid[]) AS copy (id)
    WHERE q.event_id = ${fromEventId}::uuid AND q.retired_at IS NULL`;
}

/** Replaces the questions of an event; whoever calls it holds the event's guest list. A question with other words is another one. */
export async function replaceQuestions(step: Step, eventId: string, questions: readonly QuestionToAsk[]): Promise<void> {
  const { tx, now } = step;
  const before = new Map((await registrationOf(step, eventId)).questions.map((question) => [question.id, question]));
  const kept = new Set<string>();
  for (const [position, question] of questions.entries()) {
    const known = question.id ? before.get(question.id) : null;
    if (question.id && (!known || kept.has(question.id)))
      throw invalidInput(`questions.${position}.id`, 'must be a question that is asked now, once');
    const { kind, prompt, choices, required } = { ...question, choices: question.choices ?? [], required: question.required ?? false };
    if (known && isSame(known, { kind, prompt, choices })) {
      kept.add(known.id);
      await tx.registrationQuestion.update({ where: { id: known.id }, data: { position, required } });
    } else {
      await tx.registrationQuestion.create({ data: { id: randomUUID(), eventId, kind, prompt, choices, required, position } });
    }
  }
  const retired = [...before.keys()].filter((id) => !kept.has(id));
  if (retired.length > 0) await tx.registrationQuestion.updateMany({ where: { id: { in: retired } }, data: { retiredAt: now } });
}

export async function keepAnswers({ tx, now }: Step, attendanceId: string, answers: readonly GivenAnswer[]): Promise<void> {
  for (const { questionId, value } of answers) {
    const key = { attendanceId, questionId };
    const answer = { value, answeredAt: now };
    await tx.registrationAnswer.upsert({ where: { attendanceId_questionId: key }, create: { ...key, ...answer }, update: answer });
  }
}

/** Ids of the questions that are answered in it. */
export async function answeredIn({ tx }: Step, attendanceId: string): Promise<Set<string>> {
  const answers = await tx.registrationAnswer.findMany({ where: { attendanceId }, select: { questionId: true } });
  return new Set(answers.map(({ questionId }) => questionId));
}

const isSame = (
  known: RegistrationQuestion,
  { kind, prompt, choices }: Pick<RegistrationQuestion, 'kind' | 'prompt' | 'choices'>,
): boolean => known.kind === kind && known.prompt === prompt && JSON.stringify(known.choices) === JSON.stringify(choices);
