import type { CurationStatus } from '@marquee/schema/topics';
import { isOpen, statusAfter, type WorkflowAction } from './workflow-status';

const STATUSES: CurationStatus[] = ['PENDING', 'IN_REVIEW', 'APPROVED', 'NEEDS_REVISION', 'REJECTED', 'FLAGGED', 'APPEALED'];
const ACTIONS: WorkflowAction[] = ['CLAIM', 'APPROVE', 'REJECT', 'REQUEST_CHANGES', 'FLAG', 'APPEAL', 'RESTORE'];

describe('the life of a workflow', () => {
  it('goes from submission over review to approval, and back when it is flagged (C5)', () => {
    expect(statusAfter('PENDING', 'CLAIM')).toBe('IN_REVIEW');
    expect(statusAfter('IN_REVIEW', 'APPROVE')).toBe('APPROVED');
    expect(statusAfter('APPROVED', 'FLAG')).toBe('FLAGGED');
    expect(statusAfter('FLAGGED', 'REJECT')).toBe('REJECTED');
    expect(statusAfter('REJECTED', 'APPEAL')).toBe('APPEALED');
    expect(statusAfter('APPEALED', 'REQUEST_CHANGES')).toBe('NEEDS_REVISION');
  });

  it('lets nobody decide what was given back, nor flag what waits or is hidden already, nor appeal against an approval', () => {
    for (const action of ACTIONS.filter((action) => action !== 'APPEAL' && action !== 'RESTORE')) {
      expect(statusAfter('REJECTED', action)).toBeNull();
      expect(statusAfter('NEEDS_REVISION', action)).toBeNull();
    }
    const flaggable: CurationStatus[] = ['APPROVED', 'IN_REVIEW'];
    for (const status of STATUSES.filter((status) => !flaggable.includes(status))) expect(statusAfter(status, 'FLAG')).toBeNull();
    expect(statusAfter('APPROVED', 'APPEAL')).toBeNull();
    for (const status of STATUSES) expect(statusAfter(status, 'RESTORE')).toBe(status === 'REJECTED' ? 'APPROVED' : null);
  });

  it('lets every open status be claimed and decided, so that nothing can be stuck', () => {
    for (const status of STATUSES.filter(isOpen)) {
      for (const action of ['CLAIM', 'APPROVE', 'REJECT', 'REQUEST_CHANGES'] as const) expect(statusAfter(status, action)).not.toBeNull();
    }
  });
});
