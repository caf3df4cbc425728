import type { History } from './play-history.ts';
import type { Story } from './story.ts';

export function otherStories(_history: History): Record<string, Story> {
  return {};
}
