import { html } from 'ghtml';
import { timeText } from '../../calendar/changes.ts';
import type { Doubt } from '../../calendar/draft.ts';
import type { KnownActivity, KnownTime } from '../../calendar/known.ts';
import type { TimesFault } from '../activity-input.ts';
import type { TypedTime } from '../activity-time-input.ts';
import { page } from '../layout.ts';
import { CALENDAR_PATH } from '../paths.ts';
import type { Session } from '../session.ts';
import type { CalendarTexts } from '../texts/fr-calendar.ts';
import { doubtLine, sureBox } from './activity.ts';
import { alert, csrfField, field } from './fields.ts';

export interface ActivityTimePageOptions {
  readonly session: Session;
  readonly texts: CalendarTexts;
  readonly activity: KnownActivity;
  readonly time: KnownTime;
  readonly typed: TypedTime;
  /** `taken`: another date of the activity begins then. */
  readonly error?: TimesFault | 'taken';
  /** What has to be confirmed before it is saved. */
  readonly doubts?: readonly Doubt[];
}

/** One date of an activity, to be moved to another day, hour or place. */
export function activityTimePage({
  session,
  texts,
  activity,
  time,
  typed,
  error,
  doubts = [],
}: ActivityTimePageOptions): string {
  const { form: words } = texts;
  const path = `${CALENDAR_PATH}/activities/${activity.id}`;
  const line = (name: keyof TypedTime, label: string, wrong?: string): string =>
    field({ name, label, value: typed[name], error: wrong, optional: true });
  const isHour = error === 'unread-hour';
  const wrong = error === undefined || isHour ? undefined : error === 'taken' ? texts.taken : texts.faults[error];
  return page({
    session,
    texts,
    title: `${words.changeTime} : ${activity.fields.title}`,
    active: 'calendar',
    body: html`<p class="back"><a href="${path}" dir="auto">${activity.fields.title}</a></p>
<h1>${words.changeTime}</h1>
<p>${timeText(time)}</p>
!${alert(doubtLine(texts, doubts))}
<form method="post" action="${path}/times/${time.id}" class="card">
!${csrfField(session.csrf)}
!${field({ name: 'date', label: words.date, value: typed.date, hint: words.oneDateHint, error: wrong })}
!${line('start', words.start, isHour ? texts.doubts[error] : undefined)}
!${line('end', words.end)}
!${line('place', words.place)}
!${line('address', words.address)}
!${line('postcode', words.postcode)}
!${line('town', words.town)}
<p class="hint">${words.timeHint}</p>
!${sureBox(texts, doubts)}
<button>${words.save}</button>
</form>`,
  });
}
