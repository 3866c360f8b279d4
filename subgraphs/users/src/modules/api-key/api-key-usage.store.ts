import type { Step } from '../../context';
import type { RecordApiUsage } from './api-key-usage.input';

/** In one statement each for keys and apps, in one order, so that two gateways' batches do not wait for each other crosswise. A key that is gone is passed over. */
export async function addUsage({ tx }: Step, entries: RecordApiUsage['entries']): Promise<number> {
  const ofApps = await tx.$executeRaw`
    INSERT INTO app_usage_days (app_id, day, requests, errors, cost)
    SELECT coalesce(z.app_id, a.id), e.day, sum(e.requests), sum(e.errors), sum(e.cost)
    FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS e("keyId" uuid, day date, requests bigint, errors bigint, cost bigint)
    LEFT JOIN app_authorizations z ON z.id = e."keyId" LEFT JOIN apps a ON a.id = e."keyId"
    WHERE coalesce(z.app_id, a.id) IS NOT NULL
    GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (app_id, day) DO UPDATE SET
      requests = app_usage_days.requests + excluded.requests,
      errors = app_usage_days.errors + excluded.errors,
      cost = app_usage_days.cost + excluded.cost`;
  const ofKeys = await tx.$executeRaw`
    INSERT INTO api_usage_days (key_id, day, requests, errors, cost)
    SELECT e."keyId", e.day, sum(e.requests), sum(e.errors), sum(e.cost)
    FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS e("keyId" uuid, day date, requests bigint, errors bigint, cost bigint)
    JOIN api_keys k ON k.id = e."keyId"
    GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (key_id, day) DO UPDATE SET
      requests = api_usage_days.requests + excluded.requests,
      errors = api_usage_days.errors + excluded.errors,
      cost = api_usage_days.cost + excluded.cost`;
  return ofKeys + ofApps;
}
