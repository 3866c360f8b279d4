import { invalidInput } from '@marquee/platform';
import type { RegistrationQuestion } from '../../generated/prisma/client';

/** What an event asks of its guests now. */
export interface Registration {
  maxCompanions: number;
  questions: readonly RegistrationQuestion[];
}

export interface GivenAnswer {
  questionId: string;
  value: string;
}

/** The answers, each as its question wants it; refuses those that are not. */
export function answersTo(questions: readonly RegistrationQuestion[], answers: readonly GivenAnswer[]): GivenAnswer[] {
  return answers.map(({ questionId, value }, index) => {
    const question = questions.find(({ id }) => id === questionId);
    if (!question) throw invalidInput(`answers.${index}.questionId`, 'must be a question that is asked now');
    const allowed = question.kind === 'YES_NO' ? ['YES', 'NO'] : question.kind === 'CHOICE' ? question.choices : null;
    if (allowed && !allowed.includes(value)) throw invalidInput(`answers.${index}.value`, `must be one of: ${allowed.join(', ')}`);
    return { questionId, value };
  });
}
