import type { Renderer } from '../answering/render.ts';
import { renderOccurrence } from '../answering/render-activity.ts';
import type { Occurrence } from '../calendar/activity.ts';
import { type Language, SOURCE_LANGUAGE } from '../languages.ts';
import type { Size, Words } from './compose.ts';

/** What stands in a broadcast in one language, from the phrases and the words of the calendar. */
export function wordsIn(language: Language, { say, knowledge }: Renderer): Words {
  const words = knowledge.activityWords.get(language) ?? knowledge.activityWords.get(SOURCE_LANGUAGE);
  if (words === undefined) throw new Error('a content without words of the calendar passes no check');
  const line = (occurrence: Occurrence, size: Size): string => {
    if (size !== 'least') return renderOccurrence(occurrence, language, size, words);
    // When, and what: the first of the short form's lines.
    return renderOccurrence(occurrence, language, 'short', words).split('\n', 1).join('');
  };
  const stop = say(language, 'broadcast.stop');
  return {
    language,
    line,
    intro: (territory) => say(language, 'broadcast.weekly', { territory }),
    more: (count) => say(language, 'broadcast.more', { number: String(count) }),
    outro: (link) => `${say(language, 'broadcast.link', { link })}\n${stop}`,
    special: (text) => `${text}\n${stop}`,
    correction(occurrence, size) {
      const isCancelled = occurrence.state === 'cancelled';
      const first = say(language, isCancelled ? 'broadcast.cancelled' : 'broadcast.changed');
      // The first line has said it: no second mark on the next.
      return `${first}\n${line({ ...occurrence, state: 'planned' }, size)}`;
    },
  };
}
