export interface OrganizationStatisticsView {
  organizationId: string;
  upcomingEventCount: number;
  pastEventCount: number;
  guestCount: number;
  ticketCount: number;
  reviewCount: number;
  averageRating: number | null;
}
