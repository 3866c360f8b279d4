import type { Clock } from '@marquee/platform';
import type { Settings } from '../env';
import type { Adviser } from './adviser';

/** The model that the settings name; null without: then rules make suggestions, and nothing leaves the platform. */
export async function openAdviser(settings: Settings, clock: Clock): Promise<Adviser | null> {
  const { ADVISER_URL: url, ADVISER_MODEL: model, ADVISER_KEY: key = null } = settings;
  if (!url || !model) return null;
  const { OpenAiAdviser } = await import('./openai/openai-adviser');
  return new OpenAiAdviser({ url, model, key }, clock);
}
