import { html } from 'ghtml';
import { territoryName, territoryNames } from '../territory-names.ts';
import type { PreviewPageOptions } from './broadcast-preview.ts';
import { euroWords, numberWords } from './broadcast-words.ts';

/** How many people of each territory a message to several gets, and where it gets nobody. */
export function placesTable({ texts, territories, broadcast, preview }: PreviewPageOptions): string {
  const chosen = broadcast.to.territories ?? territories.map(({ id }) => id);
  if (chosen.length < 2 || preview.places.length === 0) return '';
  const words = texts.preview;
  const heads = [words.place, words.people, words.cost];
  const lines = preview.places.map(
    ({ territory, recipients, euro }) => html`<tr>
<th scope="row">${territoryName(territory, territories)}</th>
<td class="number">${numberWords(recipients, texts)}</td>
<td class="number">${euro === 0 ? words.free : euroWords(euro, texts)}</td>
</tr>`,
  );
  const empty = chosen.filter((id) => !preview.places.some(({ territory }) => territory === id));
  return html`<section class="card">
<div class="wide" role="region" aria-labelledby="places" tabindex="0">
<table>
<caption id="places">${words.places}</caption>
<thead><tr>!${heads.map((head) => html`<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
!${lines.join('\n')}
</tbody>
</table>
</div>
!${empty.length === 0 ? '' : html`<p class="hint">${words.emptyPlaces(territoryNames(empty, territories))}</p>`}
</section>`;
}
