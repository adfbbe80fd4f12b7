import type { Occurrence } from '../calendar/activity.ts';
import { isOpen } from '../calendar/agenda.ts';
import { dayAt } from '../handover/brussels-day.ts';
import { withoutNumber } from '../understanding/calendar-wishes.ts';
import type { Reply } from '../understanding/commands.ts';
import { isSurelyAbout, occurrenceOf } from './agenda.ts';
import type { Waiting } from './state.ts';
import { endSubscription, pauseSubscription, subscribe } from './subscription.ts';
import { type Decision, phrase, type Turn } from './turn.ts';

/** How long "I am coming" is about the activities shown. */
const SHOWN_MS = 24 * 3_600_000;
const JOIN_TOPIC = 'activity-join';

/** What a parent sets about the calendar: coming or not, the weekly message. */
export function calendarWish(turn: Turn): Decision | undefined {
  const wish = turn.message.understanding.wish ?? signsUp(turn);
  switch (wish?.wish) {
    case 'register':
      return comes(wish.number, turn);
    case 'unregister':
      return staysAway(wish.number, turn);
    case 'weekly':
      return subscribe(turn);
    case 'end':
      return endSubscription(turn);
    case 'pause':
      return pauseSubscription(turn);
    case undefined:
      return undefined;
  }
}

/** "Inscription 2" is no question on how one signs up. */
const LONGEST_NUMBERED = 3;

/** "Sign me up" asks to be written to again, but below activities it asks for a place. */
function signsUp(turn: Turn): { wish: 'register'; number: number | null } | undefined {
  const { message, contact, state, now } = turn;
  const { command, normal } = message.understanding;
  if (contact.optedOut || state.agenda === null || now - state.agenda.at > SHOWN_MS) return undefined;
  const words = normal.split(' ');
  const number = withoutNumber(words)?.number ?? null;
  const isMeant = command === 'start' || (number !== null && words.length <= LONGEST_NUMBERED);
  return isMeant && isSurelyAbout(JOIN_TOPIC, turn) ? { wish: 'register', number } : undefined;
}

function comes(number: number | null, turn: Turn): Decision | undefined {
  const { state, now } = turn;
  const last = state.agenda;
  if (last === null || now - last.at > SHOWN_MS) return undefined;
  const ids =
    number !== null ? last.shown.slice(number - 1, number) : last.picked !== null ? [last.picked] : last.shown;
  const planned = ids.flatMap((id) => occurrenceOf(id, turn) ?? []);
  const open = planned.filter((one) => isOpen(one, now));
  const [only, another] = open.length === 0 ? planned : open;
  if (only === undefined) return undefined;
  if (another !== undefined && open.length > 0)
    return {
      says: [{ say: 'which', wish: 'register', numbers: open.map(({ id }) => last.shown.indexOf(id) + 1) }],
      state: { unknowns: 0 },
    };
  return register(only.id, turn);
}

/** Takes a place for one; who has one already hears the code again. */
export function register(id: string, turn: Turn): Decision | undefined {
  const { now, registrations, full, newCode } = turn;
  const occurrence = occurrenceOf(id, turn);
  if (occurrence === undefined) return undefined;
  const waiting = { waiting: { for: 'agenda', offer: null }, unknowns: 0 } as const;
  const known = registrations.get(id);
  if (known !== undefined) return { says: [{ say: 'registered', occurrence, code: known }], state: waiting };
  if (occurrence.activity.registration.is === 'none') return { says: [phrase('agenda.no_need')], state: waiting };
  if (full.has(id)) return { says: [phrase('agenda.full')], state: waiting };
  if (!isOpen(occurrence, now)) return { says: [phrase('agenda.closed')], state: waiting };
  const reminds = canRemind(occurrence, turn);
  return {
    says: [{ say: 'registered', occurrence, code: newCode }, ...(reminds ? [phrase('agenda.remind_offer')] : [])],
    effects: [
      { do: 'register', occurrence, code: newCode },
      { do: 'count', name: 'agenda:registered' },
    ],
    state: reminds ? { waiting: { for: 'remind', occurrence: id }, unknowns: 0 } : waiting,
  };
}

/** From the day before it on, a reminder would come too late; on WhatsApp it would come after the window in which we may write. */
function canRemind({ startsAt }: Occurrence, { now, channel, contact }: Turn): boolean {
  if (channel === 'whatsapp' || contact.optedOut || contact.replyOnly) return false;
  return dayAt(startsAt.getTime()).number - dayAt(now).number >= 2;
}

/** Yes or no to a reminder the day before. */
export function replyToReminder(
  { occurrence }: Extract<Waiting, { for: 'remind' }>,
  reply: Reply,
): Decision | undefined {
  if (reply === 'no') return { says: [phrase('thanks')], state: { waiting: null } };
  if (reply !== 'yes') return undefined;
  return { says: [phrase('agenda.remind_set')], effects: [{ do: 'remind', occurrence }], state: { waiting: null } };
}

/** "Cancel" from who has a place: that is cancelled, and which word ends everything is said. */
export function cancelPlace(turn: Turn): Decision | undefined {
  const { wish } = turn.message.understanding;
  if (wish?.wish !== 'unregister' || turn.registrations.size === 0) return undefined;
  const decision = staysAway(wish.number, turn);
  return decision && { ...decision, says: [...decision.says, phrase('hint.stop')] };
}

function staysAway(number: number | null, turn: Turn): Decision | undefined {
  const { state, registrations } = turn;
  const last = state.agenda;
  const named = number === null ? undefined : last?.shown[number - 1];
  const picked = number === null ? (last?.picked ?? undefined) : undefined;
  const [only, another] = [...registrations.keys()];
  const id = [named, picked].find((one) => one !== undefined && registrations.has(one));
  const meant = id ?? (another === undefined && number === null ? only : undefined);
  if (meant !== undefined)
    return {
      says: [phrase('agenda.register_cancelled')],
      effects: [
        { do: 'unregister', occurrence: meant },
        { do: 'count', name: 'agenda:unregistered' },
      ],
      state: { waiting: null, unknowns: 0 },
    };
  return another === undefined ? undefined : askWhichNot(turn);
}

/** Several places are taken: shows by number those that the calendar still shows. */
function askWhichNot(turn: Turn): Decision {
  const taken = [...turn.registrations.keys()].flatMap((id) => occurrenceOf(id, turn) ?? []);
  const numbered = taken.map((one, index): [number, Occurrence] => [index + 1, one]);
  if (taken.length === 0) return { says: [phrase('agenda.register_unseen')], state: { unknowns: 0 } };
  const shown = taken.map(({ id }) => id);
  return {
    says: [
      { say: 'activities', activities: numbered, open: [] },
      { say: 'which', wish: 'unregister', numbers: numbered.map(([number]) => number) },
    ],
    state: {
      waiting: { for: 'agenda', offer: null },
      agenda: { from: turn.now, to: turn.now, beyond: true, place: null, shown, seen: [], picked: null, at: turn.now },
      unknowns: 0,
    },
  };
}
