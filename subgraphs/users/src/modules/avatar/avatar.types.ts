/** An upload as its person sees it. */
export interface AvatarUploadView {
  id: string;
  url: string;
  method: string;
  headers: { name: string; value: string }[];
  expiresAt: Date;
}
