/** SQL: does this person let others see how far they have read? */
export const showsReading = (user: string) =>
  `NOT EXISTS (SELECT 1 FROM chat_settings s WHERE s.user_id = ${user} AND NOT s.read_receipts)`;
