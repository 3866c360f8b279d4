/** What a tier asks of its buyers. */
export interface AskedDeposit {
  depositMinor: bigint;
  /** In hundredths of reliability; null: everybody deposits. */
  depositWaivedFrom: number | null;
}

/** What is known of a buyer. */
export interface Standing {
  points: number;
  /** 0 to 1; null where nothing was told of it. */
  reliability: number | null;
}

/**
 * What somebody deposits for one place. Who has done nothing yet is as reliable as can be, because nothing is known against them: without any
 * points nothing is waived.
 */
export function depositDue({ depositMinor, depositWaivedFrom }: AskedDeposit, buyer: Standing | null): bigint {
  if (depositMinor === 0n || depositWaivedFrom === null || !buyer || buyer.points === 0 || buyer.reliability === null) return depositMinor;
  return Math.round(buyer.reliability * 100) >= depositWaivedFrom ? 0n : depositMinor;
}
