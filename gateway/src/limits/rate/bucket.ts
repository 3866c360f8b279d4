/** Points that come back evenly as time goes by. */
export interface Bucket {
  readonly left: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface BucketSize {
  readonly capacity: number;
  readonly perSecond: number;
}

export interface Draw {
  readonly granted: boolean;
  /** After the draw, whether it was granted or not. */
  readonly left: number;
}

export function refilled(bucket: Bucket | undefined, { capacity, perSecond }: BucketSize, now: number): number {
  if (!bucket) return capacity;
  return Math.min(capacity, bucket.left + (Math.max(now - bucket.at, 0) * perSecond) / 1000);
}

/** Takes points if there are enough, all or none. Negative points are given back; a bucket never holds more than it can. */
export function draw(bucket: Bucket | undefined, size: BucketSize, points: number, now: number): { draw: Draw; bucket: Bucket } {
  const there = refilled(bucket, size, now);
  const granted = points <= there;
  const left = granted ? Math.min(there - points, size.capacity) : there;
  return { draw: { granted, left }, bucket: { left, at: now } };
}

/** The same in Redis, in one atomic step, by Redis's clock, so that gateways need not agree on the time. */
export const DRAW_IN_REDIS = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local capacity, perSecond, points = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local kept = redis.call('HMGET', KEYS[1], 'left', 'at')
local left = capacity
if kept[1] then
  left = math.min(capacity, tonumber(kept[1]) + math.max(now - tonumber(kept[2]), 0) * perSecond / 1000)
end
local granted = 0
if points <= left then
  granted = 1
  left = math.min(left - points, capacity)
end
redis.call('HSET', KEYS[1], 'left', tostring(left), 'at', string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil((capacity - left) / perSecond * 1000) + 1000)
return { granted, tostring(left) }
`;
