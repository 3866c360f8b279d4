export interface DayOfEvents {
  /** As 2026-11-30. */
  day: string;
  impressions: number;
  views: number;
  clicks: number;
  seen: number;
  opened: number;
  answered: number;
  paid: number;
  came: number;
}

export interface SourceOfEvents {
  source: 'FEED' | 'FEED_B' | 'TRENDING' | 'SEARCH' | 'SHARED_LINK' | 'CALENDAR' | 'PROFILE' | 'NOTIFICATION' | 'OTHER';
  seen: number;
  clicked: number;
}

export interface Analytics {
  days: DayOfEvents[];
  sources: SourceOfEvents[];
  noShows: number;
  csv: string;
  funnel: Pick<DayOfEvents, 'seen' | 'opened' | 'answered' | 'paid' | 'came'>;
}
