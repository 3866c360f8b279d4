import type { Connection } from '@marquee/platform';

export interface LeaderboardEntryView {
  id: string;
  rank: number;
  points: number;
}

export interface Leaderboard extends Omit<Connection<LeaderboardEntryView>, 'totalCount'> {
  viewerEntry: () => Promise<LeaderboardEntryView | null>;
}
