import { html } from 'ghtml';
import type { WeeklyTimes } from '../../broadcast/broadcasts.ts';
import { page } from '../layout.ts';
import { BROADCASTS_PATH, WEEKLY_PATH } from '../paths.ts';
import type { Session } from '../session.ts';
import type { BroadcastTexts } from '../texts/fr-broadcasts.ts';
import { dayWords, listWords, timeWords, whenWords } from './broadcast-words.ts';
import { choice, csrfField, errorLine, flaws, notice } from './fields.ts';

/** What was typed into the form of the weekly hour. */
export interface TypedWeekly {
  readonly day: string;
  readonly time: string;
}

export interface WeeklyPageOptions {
  readonly session: Session;
  readonly texts: BroadcastTexts;
  readonly weekly: WeeklyTimes;
  /** What was typed and is no such hour. */
  readonly wrong?: TypedWeekly | undefined;
  readonly notice?: string | undefined;
}

const DAYS = [1, 2, 3, 4, 5, 6, 7];

/** When the weekly message leaves, what that means, and, for administrators, the form that changes it. */
export function weeklyPage(options: WeeklyPageOptions): string {
  const { session, texts, weekly } = options;
  const words = texts.weekly;
  const times = weekly.kept.map((one) => whenWords(one, texts));
  return page({
    session,
    texts,
    title: words.title,
    active: 'broadcasts',
    body: html`<p class="back"><a href="${BROADCASTS_PATH}">${texts.back}</a></p>
<h1>${words.title}</h1>
!${notice(options.notice)}
<p>${weeklyWords(weekly, texts)}</p>
!${times.length === 0 ? '' : html`<p>${words.kept(listWords(times, texts))}</p>`}
<ul>!${words.meaning.map((line) => html`<li>${line}</li>`).join('')}</ul>
!${session.member.role === 'administrator' ? form(options) : html`<p class="hint">${words.onlyAdministrators}</p>`}`,
  });
}

/** When it leaves, and when the next one does. */
export function weeklyWords({ at, next }: WeeklyTimes, texts: BroadcastTexts): string {
  const { leaves, next: nextOne } = texts.weekly;
  return `${leaves(dayWords(at.weekday, texts), timeWords(at))} ${nextOne(whenWords(next, texts))}`;
}

function form({ session, texts, weekly, wrong }: WeeklyPageOptions): string {
  const words = texts.weekly;
  const { day, time } = wrong ?? { day: String(weekly.at.weekday), time: timeWords(weekly.at) };
  const error = wrong && words.badTime;
  return html`<form method="post" action="${WEEKLY_PATH}" class="card">
!${csrfField(session.csrf)}
!${choice({ name: 'day', label: words.day, value: day, choices: DAYS.map((one) => [String(one), dayWords(one, texts)] as const) })}
<div class="field">
<label for="time">${words.time}</label>
<p class="hint" id="time-hint">${words.timeHint}</p>
<input id="time" name="time" type="time" min="08:00" max="19:30" value="${time}" required!${flaws('time', error, true)}>
!${errorLine('time', error)}
</div>
<button>${words.save}</button>
</form>`;
}
