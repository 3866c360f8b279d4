import { aViewer } from '@marquee/platform/testing';
import { needsApproval } from './event-approval';

const own = { status: 'PUBLISHED', source: null } as const;
const imported = { status: 'PUBLISHED', source: 'toronto.ca' } as const;
const importer = aViewer({ permissions: ['import:events'] });

test('what is on show waits for approval, and nothing else does', () => {
  expect(needsApproval(own, aViewer())).toBe(true);
  expect(needsApproval(imported, aViewer())).toBe(true);
  for (const status of ['DRAFT', 'PENDING_REVIEW', 'NEEDS_REVISION', 'REJECTED'] as const)
    expect(needsApproval({ ...own, status }, aViewer())).toBe(false);
});

test('those who publish by themselves need nobody: staff, and an importer for what was imported', () => {
  expect(needsApproval(own, aViewer({ role: 'admin' }))).toBe(false);
  expect(needsApproval(own, aViewer({ permissions: ['edit:event'] }))).toBe(false);
  expect(needsApproval(own, aViewer({ role: 'curator' }))).toBe(true);
  expect(needsApproval(own, importer)).toBe(true);
  expect(needsApproval(imported, importer)).toBe(false);
});
