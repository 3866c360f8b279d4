import type { Role } from '@marquee/schema/topics';
import type { NotificationContent } from './notification-content';

type Alert =
  | { what: 'NEW_DEVICE'; device: string | null }
  | { what: 'PASSWORD_CHANGED' | 'PHONE_ADDED' | 'PHONE_REMOVED' | 'API_KEY_MADE' | 'WEBHOOK_CHANGED' }
  | { what: 'APP_AUTHORIZED'; app: string }
  | { what: 'ROLE_CHANGED'; role: Role };

/** What an owner has to know of their account, whoever did it. */
export const securityAlert = (alert: Alert, now: Date): NotificationContent => ({
  type: 'SECURITY_ALERT',
  parameters: {
    what: alert.what,
    at: { at: now.toISOString(), zone: null },
    device: alert.what === 'NEW_DEVICE' ? alert.device : null,
    app: alert.what === 'APP_AUTHORIZED' ? alert.app : null,
    role: alert.what === 'ROLE_CHANGED' ? (alert.role.toUpperCase() as Uppercase<Role>) : 'NONE',
  },
  target: null,
});
