import { readFileSync } from 'node:fs';
import { html } from 'ghtml';
import type { Kind } from './activity.ts';

/** Our drawings, to stand once in a page that shows some of them. */
export const PICTOGRAMS = readFileSync(new URL('assets/pictograms.svg', import.meta.url), 'utf8');

/** A drawing beside words that say the same: screen readers pass it over. */
export function pictogram(name: `kind-${Kind}` | 'globe'): string {
  return html`<svg class="pictogram" aria-hidden="true" focusable="false"><use href="#${name}"/></svg>`;
}
