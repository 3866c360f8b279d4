import type { NotificationChannel, NotificationType } from '../../generated/prisma/client';

export type DeliveryStatus = 'PENDING' | 'SENDING' | 'SENT' | 'FAILED' | 'WITHDRAWN';

/** A delivery, and what became of its mail. */
export interface DeliveryView {
  id: string;
  userId: string;
  type: NotificationType;
  channel: NotificationChannel;
  status: DeliveryStatus;
  scheduledFor: Date;
  gathered: boolean;
  attempts: number;
  nextTryAt: Date | null;
  reason: string | null;
  mailId: string | null;
  createdAt: Date;
}
