import { dayAt } from '../handover/brussels-day.ts';
import { rangeOf } from '../understanding/when.ts';
import type { AskedPlace } from './state.ts';
import { type Decision, phrase, type Turn } from './turn.ts';
import { answersWhere, homeOf, placeIn } from './where.ts';

/** To be raised when the words of `subscribe.offer` or `subscribe.done` change: consent is kept with what was agreed to. */
const WORDING_VERSION = 1;
/** A pause of which nobody says how long. */
const PAUSE_DAYS = 28;
const DAY_MS = 86_400_000;

/** The weekly message, asked for in the parent's own words. */
export function subscribe(turn: Turn): Decision {
  const { subscription } = turn;
  const named = placeIn(turn);
  const isSame = subscription !== null && (named === null || named.territory === subscription.territory);
  if (isSame) return resumeIfPaused(turn) ?? { says: [phrase('subscribe.already')], state: { unknowns: 0 } };
  const place = named ?? homeOf(turn);
  return place === null
    ? { says: [phrase('agenda.where')], state: { waiting: { for: 'subscribe-place' }, unknowns: 0 } }
    : subscribeAt(place, 'asked', turn);
}

/** Ends a pause of the weekly message; undefined where there is none. */
export function resumeIfPaused({ subscription }: Turn): Required<Pick<Decision, 'says' | 'effects'>> | undefined {
  if (subscription === null || subscription.pausedUntil === null) return undefined;
  return { says: [phrase('subscribe.resumed')], effects: [{ do: 'pause-subscription', until: null }] };
}

/** The town that we asked for, so that what is near can be sent: said alone, since what is kept is a consent. */
export function subscribeAtTown(turn: Turn): Decision | undefined {
  const place = placeIn(turn);
  const alone = turn.message.understanding.place?.alone === true;
  return place !== null && alone && answersWhere('subscribe-place', turn)
    ? subscribeAt(place, 'asked', turn)
    : undefined;
}

/** Yes or no to the offer below activities; it is not made again. */
export function replyToOffer(reply: 'yes' | 'no', turn: Turn): Decision {
  const place = turn.state.agenda?.place ?? homeOf(turn);
  return reply === 'no' || place === null
    ? { says: [phrase('subscribe.kept')], state: { waiting: null, offered: true } }
    : subscribeAt(place, 'offer', turn);
}

function subscribeAt({ territory }: AskedPlace, by: 'asked' | 'offer', { state, contact }: Turn): Decision {
  const asksMother = state.mother === 'unasked';
  return {
    says: [phrase('subscribe.done'), ...(asksMother ? [phrase('agenda.mothers')] : [])],
    effects: [
      // Who asks for messages after a STOP wants messages again.
      ...(contact.optedOut ? [{ do: 'opt-in' } as const] : []),
      { do: 'subscribe', territory, mothers: state.mother === 'yes', wording: `${by}:${WORDING_VERSION}` },
      { do: 'count', name: 'agenda:subscribed' },
    ],
    state: {
      waiting: asksMother ? { for: 'agenda', offer: 'mothers' } : null,
      ...(asksMother && { mother: 'asked' }),
      offered: true,
      unknowns: 0,
    },
  };
}

/** Ends the weekly message and nothing else; who does not get it is not offered it any more. */
export function endSubscription({ subscription }: Turn): Decision {
  return {
    says: [phrase('subscribe.ended')],
    effects: subscription === null ? [] : [{ do: 'end-subscription' }, { do: 'count', name: 'agenda:unsubscribed' }],
    state: { waiting: null, offered: true, unknowns: 0 },
  };
}

/** Nothing before the time named, or for four weeks. */
export function pauseSubscription({ subscription, message, now }: Turn): Decision | undefined {
  if (subscription === null) return undefined;
  const { when } = message.understanding;
  const range = when === null ? null : rangeOf(when, new Date(now));
  const until = range === null ? now + PAUSE_DAYS * DAY_MS : range.from.getTime();
  return {
    says: [{ say: 'paused', until }],
    effects: [{ do: 'pause-subscription', until: dayAt(until).date }],
    state: { waiting: null, unknowns: 0 },
  };
}
