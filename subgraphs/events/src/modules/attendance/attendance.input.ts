import { id, idempotencyKey, line, text, z } from '@marquee/platform';

export const rsvpInput = z.object({
  eventId: id(),
  status: z.enum(['GOING', 'INTERESTED', 'MAYBE', 'NOT_GOING']),
  visibility: z.enum(['PUBLIC', 'FRIENDS', 'PRIVATE']).nullish(),
  companions: z.int().min(0, 'must not be negative').max(50, 'must be at most 50').nullish(),
  companionNames: z.array(line(100)).max(50, 'must be at most 50').nullish(),
  acceptsPart: z.boolean().nullish(),
  notes: text(500).nullish(),
  groupId: id().nullish(),
  answers: z
    .array(z.object({ questionId: id(), value: text(1000, 1) }))
    .max(30, 'must be at most 30')
    .refine((answers) => new Set(answers.map(({ questionId }) => questionId)).size === answers.length, 'must name each question once')
    .nullish(),
  idempotencyKey: idempotencyKey(),
});

export const checkInInput = z
  .object({
    eventId: id(),
    userId: id().nullish(),
    ticketCode: line(2000).nullish(),
    people: z.int().min(1, 'must be at least 1').max(51, 'must be at most 51').nullish(),
    direction: z.enum(['ENTRY', 'EXIT']).nullish(),
    door: line(100).nullish(),
    deviceId: line(100).nullish(),
    nonce: line(100),
  })
  .refine((input) => !input.userId !== !input.ticketCode, { path: ['userId'], error: 'pass userId or ticketCode, and only one of them' });

export const undoCheckInInput = z.object({
  eventId: id(),
  deviceId: line(100).nullish(),
  nonce: line(100),
  idempotencyKey: idempotencyKey(),
});

export const decideAttendanceInput = z.object({
  attendanceId: id(),
  decision: z.enum(['APPROVE', 'DECLINE']),
  idempotencyKey: idempotencyKey(),
});

export type Rsvp = z.output<typeof rsvpInput>;
export type UndoCheckIn = z.output<typeof undoCheckInInput>;
export type CheckIn = z.output<typeof checkInInput>;
export type DecideAttendance = z.output<typeof decideAttendanceInput>;
