/** Where a day of birth lies, encrypted. */
export const birthDatePlace = (id: string) => ({ table: 'users', column: 'sealed_birth_date', id });
