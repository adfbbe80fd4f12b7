import { html } from 'ghtml';
import type { AlertWay } from '../../handover/staff-addresses.ts';
import type { StaffReachState } from '../../handover/staff-reach.ts';
import { page } from '../layout.ts';
import { ALERTS_PATH, ME_PATH } from '../paths.ts';
import type { Session } from '../session.ts';
import { alertTexts } from '../texts/texts.ts';
import { alert, csrfField, field, notice } from './fields.ts';

export interface AlertsPageOptions {
  readonly session: Session;
  readonly ways: readonly AlertWay[];
  readonly state: StaffReachState;
  readonly notice?: string | undefined;
  /** A code to link a chat with: shown this once. */
  readonly chatCode?: { readonly code: string; readonly link: string | undefined };
  readonly wayError?: string;
  readonly numberError?: string;
  readonly codeError?: string;
}

/** How somebody hears of a new request: what is offered, what is set up, and what they chose. */
export function alertsPage(options: AlertsPageOptions): string {
  const { session, ways } = options;
  const texts = alertTexts(session.member.language);
  return page({
    session,
    title: texts.title,
    texts,
    active: 'me',
    body: html`<h1>${texts.title}</h1>
<p><a href="${ME_PATH}">${texts.back}</a></p>
!${notice(options.notice)}
<p>${texts.intro}</p>
!${ways.length === 0 ? html`<p>${texts.noWay}</p>` : wayCard(options)}
!${ways.includes('telegram') ? telegramCard(options) : ''}
!${ways.includes('sms') ? smsCard(options) : ''}`,
  });
}

function wayCard({ session, ways, state, wayError }: AlertsPageOptions): string {
  const texts = alertTexts(session.member.language);
  const ready: Readonly<Record<AlertWay, boolean>> = {
    mail: true,
    telegram: state.hasChat,
    sms: state.number !== null,
  };
  const offered = ways.filter((way) => ready[way]);
  const radio = (way: AlertWay): string =>
    html`<label class="check"><input type="radio" name="by" value="${way}"!${way === state.by ? ' checked' : ''}> ${texts.ways[way]}</label>`;
  const form = html`<form method="post" action="${ALERTS_PATH}/way">
!${csrfField(session.csrf)}
<fieldset class="boxes"><legend>${texts.way}</legend>
!${offered.map(radio).join('\n')}
</fieldset>
!${offered.includes('mail') && offered.length > 1 ? html`<p class="hint">${texts.fallback}</p>` : ''}
<button>${texts.save}</button>
</form>`;
  return html`<section class="card" id="way">
!${alert(wayError ?? (offered.includes(state.by) ? undefined : texts.none))}
!${offered.length === 0 ? '' : form}
</section>`;
}

function telegramCard({ session, state, chatCode }: AlertsPageOptions): string {
  const { telegram, save } = alertTexts(session.member.language);
  const csrf = csrfField(session.csrf);
  const linked = html`<p>${telegram.linked}</p>
<p>${telegram.answering}</p>
<form method="post" action="${ALERTS_PATH}/relays">
!${csrf}
<p class="field"><label class="check"><input type="checkbox" name="relays" value="1" aria-describedby="relays-hint"!${state.relays ? ' checked' : ''}> ${telegram.relays}</label></p>
<p class="hint" id="relays-hint">${telegram.relaysHelp}</p>
<button>${save}</button>
</form>
<form method="post" action="${ALERTS_PATH}/telegram/unlink">
!${csrf}
<button class="danger">${telegram.unlink}</button>
</form>`;
  const offered = html`<p>${telegram.help}</p>
!${chatCode === undefined ? '' : codeLines(session, chatCode)}
<form method="post" action="${ALERTS_PATH}/telegram/code">
!${csrf}
<button!${chatCode === undefined ? '' : ' class="quiet"'}>${chatCode === undefined ? telegram.makeCode : telegram.makeAnother}</button>
</form>`;
  return html`<section class="card" id="telegram">
<h2>${telegram.title}</h2>
!${state.hasChat ? linked : offered}
</section>`;
}

function codeLines(session: Session, { code, link }: NonNullable<AlertsPageOptions['chatCode']>): string {
  const { telegram } = alertTexts(session.member.language);
  return html`<div role="status">
!${link === undefined ? '' : html`<p><a class="button" href="${link}" rel="noreferrer">${telegram.link}</a></p>`}
<p>${telegram.code} <code class="key">${code}</code></p>
<p>${telegram.byHand}</p>
<p class="hint">${telegram.codeHelp}</p>
</div>`;
}

function smsCard({ session, ways, state, numberError, codeError }: AlertsPageOptions): string {
  const { sms } = alertTexts(session.member.language);
  const csrf = csrfField(session.csrf);
  const confirmed = html`<p>${sms.confirmed(state.number ?? '')}</p>
<form method="post" action="${ALERTS_PATH}/sms/remove">
!${csrf}
<button class="danger">${sms.remove}</button>
</form>`;
  const waiting = html`<p>${sms.waiting(state.waitingNumber ?? '')}</p>
<form method="post" action="${ALERTS_PATH}/sms/confirm">
!${csrf}
!${field({ name: 'code', label: sms.code, error: codeError, numeric: true, autocomplete: 'one-time-code', maxLength: 12 })}
<button>${sms.confirm}</button>
</form>`;
  return html`<section class="card" id="sms">
<h2>${sms.title}</h2>
!${state.stoppedSms ? notice(sms.stopped[ways.includes('mail') ? 'mail' : 'none']) : ''}
!${state.number === null ? '' : confirmed}
!${state.waitingNumber === null ? alert(codeError) : waiting}
<form method="post" action="${ALERTS_PATH}/sms">
!${csrf}
!${field({ name: 'number', label: sms.number, hint: sms.numberHelp, error: numberError, autocomplete: 'tel', maxLength: 30 })}
<button>${sms.sendCode}</button>
</form>
</section>`;
}
