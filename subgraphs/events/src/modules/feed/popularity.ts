/** What somebody does counts half as much three days later. */
export const HALF_LIFE_SECONDS = 3 * 86_400;
/** Ten half-lives: what is older counts less than a thousandth. */
export const REMEMBERED_DAYS = 30;
/** Where a moment lies on the scale of heat: one up is one half-life later. */
export const heatAt = (moment: Date): number => moment.getTime() / 1000 / HALF_LIFE_SECONDS;

/** The heat below which nothing has been going on lately. */
export const coldAt = (now: Date): number => heatAt(now) - (REMEMBERED_DAYS * 86_400) / HALF_LIFE_SECONDS;

/** How much is going on now, in points of which a half-life takes half. */
export const activity = (heat: number | null, now: Date): number => (heat === null ? 0 : 2 ** (heat - heatAt(now)));
