import { byId, manyBy } from '@marquee/platform';
import type { Kept } from '../../kept';

export const registrationLoaders = ({ db: { prisma } }: Kept) => ({
  registrationByEventId: byId(
    (ids: readonly string[]) => prisma.eventRegistration.findMany({ where: { eventId: { in: [...ids] } } }),
    (registration) => registration.eventId,
  ),
  /** Those that are asked now, in their order. */
  questionsByEventId: manyBy(
    (ids: readonly string[]) =>
      prisma.registrationQuestion.findMany({ where: { eventId: { in: [...ids] }, retiredAt: null }, orderBy: { position: 'asc' } }),
    (question) => question.eventId,
  ),
  /** With their questions, those that are asked no more last; says nothing of rights. */
  answersByAttendanceId: manyBy(
    (ids: readonly string[]) =>
      prisma.registrationAnswer.findMany({
        where: { attendanceId: { in: [...ids] } },
        include: { question: true },
        orderBy: [{ question: { retiredAt: { sort: 'asc', nulls: 'first' } } }, { question: { position: 'asc' } }, { questionId: 'asc' }],
      }),
    (answer) => answer.attendanceId,
  ),
});
