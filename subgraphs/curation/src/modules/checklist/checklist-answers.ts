export interface ChecklistItem {
  key: string;
  text: string;
  required: boolean;
}
export interface ChecklistAnswer extends ChecklistItem {
  met: boolean;
}
export interface Answered {
  key: string;
  met: boolean;
}

/** The items with what was said to them; what nothing was said to is not met. */
export function answersTo(items: readonly ChecklistItem[], said: readonly Answered[]): ChecklistAnswer[] {
  const met = new Map(said.map((one) => [one.key, one.met]));
  return items.map(({ key, text, required }) => ({ key, text, required, met: met.get(key) ?? false }));
}

/** Keys that are not on the list: somebody answers another list than the present one. */
export const unknownKeys = (items: readonly ChecklistItem[], said: readonly Answered[]): string[] =>
  said.map(({ key }) => key).filter((key) => !items.some((item) => item.key === key));

/** What must be met and is not. */
export const unmet = (answers: readonly ChecklistAnswer[]): ChecklistAnswer[] => answers.filter(({ required, met }) => required && !met);
