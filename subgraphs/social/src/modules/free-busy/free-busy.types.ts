/** How many members of a group are free when an option of a poll takes place. */
export interface AvailabilityView {
  optionId: string;
  freeCount: number;
  busyCount: number;
  unknownCount: number;
}
