import { id, idempotencyKey, line, z } from '@marquee/platform';

export const rsvpInput = z.object({
  eventId: id(),
  status: z.enum(['GOING', 'INTERESTED', 'MAYBE', 'NOT_GOING']),
  visibility: z.enum(['PUBLIC', 'FRIENDS', 'PRIVATE']).nullish(),
  idempotencyKey: idempotencyKey(),
});

export const checkInInput = z
  .object({
    eventId: id(),
    userId: id().nullish(),
    ticketCode: line(200).nullish(),
    deviceId: line(100).nullish(),
    nonce: line(100),
  })
  .refine((input) => !input.userId !== !input.ticketCode, { path: ['userId'], error: 'pass userId or ticketCode, and only one of them' });

export const decideAttendanceInput = z.object({
  attendanceId: id(),
  decision: z.enum(['APPROVE', 'DECLINE']),
  idempotencyKey: idempotencyKey(),
});

export type Rsvp = z.output<typeof rsvpInput>;
export type CheckIn = z.output<typeof checkInInput>;
export type DecideAttendance = z.output<typeof decideAttendanceInput>;
