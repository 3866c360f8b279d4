import type { RecordedFetch } from './limit';
import type { RecordedRequest } from './subgraphs/serve';

/**
 * What has to be waited for, from the times at which the subgraphs saw one lone operation: whatever was answered before a request
 * arrived may have been needed for it. What is implied by others is left out.
 */
export function orderOf(requests: readonly RecordedRequest[]): RecordedFetch[] {
  const earlier = requests.map(
    ({ arrivedAt }) => new Set(requests.flatMap((other, index) => (other.answeredAt <= arrivedAt ? [index] : []))),
  );
  return requests.map(({ url, body }, index) => {
    const all = [...earlier[index]!];
    return { url, body, after: all.filter((one) => !all.some((other) => earlier[other]!.has(one))) };
  });
}
