import { invalidInput } from '@marquee/platform';
import type { Step } from '../../context';
import type { Prisma } from '../../generated/prisma/client';
import type { DecisionKind, SubjectKind } from '../../generated/prisma/enums';
import { answersTo, unknownKeys, unmet, type Answered, type ChecklistItem } from './checklist-answers';

/**
 * What a decision says to the checklist of its kind, as it is kept; nothing where there is no list. Nothing is approved, or left, while
 * something that must be met is not.
 */
export async function requireAnswers(
  { tx }: Step,
  said: readonly Answered[],
  { kind, decision }: { kind: SubjectKind; decision: DecisionKind },
): Promise<{ checklist?: Prisma.InputJsonArray }> {
  const list = await tx.checklist.findUnique({ where: { kind } });
  const items = (list?.items ?? []) as unknown as ChecklistItem[];
  const [unknown] = unknownKeys(items, said);
  if (unknown !== undefined) throw invalidInput('checklist', `must not answer '${unknown}', which is not on the list. Read it again.`);
  if (items.length === 0) return {};
  const answers = answersTo(items, said);
  const [missing] = decision === 'APPROVE' || decision === 'DISMISS' ? unmet(answers) : [];
  if (missing) throw invalidInput('checklist', `must say that '${missing.key}' is met: ${missing.text}`);
  return { checklist: answers.map((answer) => ({ ...answer })) };
}
