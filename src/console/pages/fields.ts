import { html } from 'ghtml';

export interface FieldOptions {
  readonly name: string;
  readonly label: string;
  /** Default: the name. Ids are unique on a page. */
  readonly id?: string;
  readonly type?: 'text' | 'email' | 'password';
  readonly value?: string;
  readonly hint?: string;
  /** What is wrong, in words. */
  readonly error?: string | undefined;
  readonly autocomplete?: string;
  readonly numeric?: boolean;
  readonly maxLength?: number;
  readonly optional?: boolean;
}

/** A labelled text field with its hint and, beside it, what is wrong. */
export function field(options: FieldOptions): string {
  const { name, label, id = name, type = 'text', value = '', hint, error, autocomplete = 'off' } = options;
  const { numeric = false, maxLength = 200, optional = false } = options;
  return html`<div class="field">
<label for="${id}">${label}</label>
!${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : ''}
<input id="${id}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}" maxlength="${maxLength}"!${optional ? '' : ' required'}!${numeric ? ' inputmode="numeric"' : ''}!${flaws(id, error, Boolean(hint))}>
!${errorLine(id, error)}
</div>`;
}

export interface ChoiceOptions {
  readonly name: string;
  readonly label: string;
  readonly id?: string;
  readonly value: string;
  readonly choices: readonly (readonly [value: string, label: string])[];
  readonly error?: string | undefined;
}

/** A labelled drop-down list. */
export function choice({ name, label, id = name, value, choices, error }: ChoiceOptions): string {
  return html`<div class="field">
<label for="${id}">${label}</label>
<select id="${id}" name="${name}"!${flaws(id, error)}>!${options(choices, value)}</select>
!${errorLine(id, error)}
</div>`;
}

export function options(choices: ChoiceOptions['choices'], value: string): string {
  return choices
    .map(([one, label]) => html`<option value="${one}"!${one === value ? ' selected' : ''}>${label}</option>`)
    .join('');
}

export function errorLine(id: string, error: string | undefined): string {
  return error ? html`<p class="error" id="${id}-error">${error}</p>` : '';
}

/** Attributes that bind an input to its hint and its error, whose ids begin with that of the input. */
export function flaws(id: string, error: string | undefined, hasHint = false): string {
  const described = [hasHint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return `${error ? ' aria-invalid="true"' : ''}${described ? html` aria-describedby="${described}"` : ''}`;
}

export function csrfField(csrf: string): string {
  return html`<input type="hidden" name="csrf" value="${csrf}">`;
}

/** What was just done, told by screen readers as well. */
export function notice(text: string | undefined): string {
  return text ? html`<p class="notice" role="status">${text}</p>` : '';
}

/** What was wrong with a form as a whole. */
export function alert(text: string | undefined): string {
  return text ? html`<p class="alert" role="alert">${text}</p>` : '';
}
