import { flagOutcome } from './flag-outcome';

const flag = { id: 'f', reason: 'SPAM', contentHash: 'a' } as const;
const outcome = (decision: 'APPROVE' | 'REJECT' | 'REQUEST_CHANGES', more: Partial<Parameters<typeof flagOutcome>[1]> = {}) =>
  flagOutcome(flag, { decision, verdicts: [], contentHash: 'a', ...more });

describe('what comes of a flag', () => {
  it('is the decision about the text that it was about', () => {
    expect(outcome('APPROVE')).toBe('DISMISSED');
    expect(outcome('REJECT')).toBe('UPHELD');
    expect(outcome('REQUEST_CHANGES')).toBe('UPHELD');
  });

  it('is nothing where the event was changed since', () => {
    expect(outcome('APPROVE', { contentHash: 'b' })).toBe('OUTDATED');
    expect(outcome('REJECT', { contentHash: 'b' })).toBe('OUTDATED');
  });

  it('is what the curator says of its reason', () => {
    expect(outcome('REQUEST_CHANGES', { verdicts: [{ reason: 'SPAM', upheld: false }] })).toBe('DISMISSED');
    expect(outcome('APPROVE', { verdicts: [{ reason: 'SPAM', upheld: true }], contentHash: 'b' })).toBe('UPHELD');
    expect(outcome('REQUEST_CHANGES', { verdicts: [{ reason: 'DANGEROUS', upheld: false }] })).toBe('UPHELD');
  });

  it('is what the curator says of it alone, before anything else', () => {
    const verdicts = [
      { reason: 'SPAM', upheld: true },
      { flagId: 'f', upheld: false },
      { flagId: 'g', upheld: true },
    ] as const;
    expect(outcome('REQUEST_CHANGES', { verdicts })).toBe('DISMISSED');
    expect(outcome('APPROVE', { verdicts, contentHash: 'b' })).toBe('DISMISSED');
  });
});
