/** What stands below a post, as one viewer sees it. */
export interface PostCounts {
  id: string;
  likes: number;
  comments: number;
  shares: number;
  viewerLikes: boolean;
}

/** Told on the channels of its author and its group. */
export interface PostPush {
  postId: string;
}

/** A post or a comment as it can be reported. */
export interface ReportedPost {
  authorId: string;
  /** Part → text. */
  parts: Record<string, string>;
}
