/** 3 to 40 letters, digits, `_`, `.` or `-`. No @, so that a username is never an address. */
export const USERNAME = /^[A-Za-z0-9][\w.-]{2,39}$/;

/** The key under which a username is found, or null for a text that cannot be a username. */
export function usernameKey(typed: string): string | null {
  const name = typed.trim();
  return USERNAME.test(name) ? name.toLowerCase() : null;
}
