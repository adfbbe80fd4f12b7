import type { Place } from '../understanding/find-place.ts';
import { AGENDA_TOPIC } from '../understanding/whats-on.ts';
import { isPatient } from './patience.ts';
import type { AskedPlace, Waiting } from './state.ts';
import type { Turn } from './turn.ts';

/** What "in Huy please" is taken for where nobody asked. */
const WHERE_TOPIC = 'local-relay';
/** "In Namur or not far from there": more words are a message of their own. */
const LONGEST_ANSWER = 6;

/** The place that the message names. */
export function placeIn({ message }: Turn): AskedPlace | null {
  const place = message.understanding.place?.place;
  return place === undefined || place === 'outside' ? null : asPlace(place);
}

/** Where the parent lives. */
export function homeOf({ home }: Turn): AskedPlace | null {
  return home === null ? null : asPlace(home);
}

/**
 * Whether the message answers the question where, which we put not too long ago: a town alone, or a few words around it that are
 * neither a command nor a question of their own.
 */
export function answersWhere(asked: Waiting['for'], { state, now, message, requestOpen }: Turn): boolean {
  const { place, command, danger, decision, candidates, normal } = message.understanding;
  if (place === null || state.waiting?.for !== asked || !isPatient(state, now)) return false;
  // Where the parent lives was asked for a request, which may have been answered since.
  if (asked === 'place' && !requestOpen) return false;
  if (command !== null || danger !== null) return false;
  if (place.alone) return true;
  const likeliest = candidates[0]?.topic;
  // "Sunday in Huy" is still about the activities that we ask about.
  const asksNothing =
    decision === 'unknown' ||
    likeliest === WHERE_TOPIC ||
    (asked === 'agenda-place' && decision === 'choose' && likeliest === AGENDA_TOPIC);
  return asksNothing && normal.split(' ').length <= LONGEST_ANSWER;
}

function asPlace({ municipality, territory }: Place): AskedPlace {
  return { municipality, territory };
}
