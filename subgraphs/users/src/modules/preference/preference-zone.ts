/** A zone by its name as the zone database writes it; null when there is none of that name, or it is no place (`+02:00`). */
export function zoneOf(name: string): string | null {
  if (!/^[A-Za-z]/.test(name)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
