import type { Role } from '../user/user-roles';

export interface PersonRecordView {
  id: string;
  role: Role;
  state: 'ACTIVE' | 'SUSPENDED' | 'DEACTIVATED';
  emailVerified: boolean;
  createdAt: Date;
  lastSeenAt: Date | null;
  sessionCount: number;
  deviceCount: number;
  upheldFlagCount: number;
  reliability: number;
}
