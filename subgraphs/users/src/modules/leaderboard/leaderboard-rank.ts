interface Scored {
  points: number;
}

/** Of the first of some rows: how many are before it in the whole list, and how many of them have more points than it. */
export interface Before {
  rows: number;
  greater: number;
}

/** Ranks of consecutive rows, the greatest points first: as many points, the same rank; after a tie, the place in the list. */
export function ranked<Row extends Scored>(rows: readonly Row[], before: Before): (Row & { rank: number })[] {
  let rank = before.greater + 1;
  return rows.map((row, at) => {
    if (at > 0 && row.points !== rows[at - 1]!.points) rank = before.rows + at + 1;
    return { ...row, rank };
  });
}
