import { html } from 'ghtml';
import type { Territory } from '../content/load-places.ts';
import { agendaLayout } from './agenda-layout.ts';
import { agendaPath } from './agenda-paths.ts';
import type { AgendaWords } from './agenda-words.ts';
import { groupBy } from './group-by.ts';

export interface PlacesPage extends AgendaWords {
  readonly territories: Iterable<Territory>;
  /** Said first: why the reader is here. */
  readonly note?: string;
}

/** All territories by province. */
export function placesPage(page: PlacesPage): string {
  const { territories, language: lang, texts, note } = page;
  const provinces = groupBy(territories, ({ province }) => province);
  return agendaLayout({
    ...page,
    title: `${texts.title} · ${texts.places}`,
    pathIn: (one) => agendaPath(null, { lang: one }),
    body: html`<main class="places">
<h1>${texts.title}</h1>
!${note === undefined ? '' : html`<p class="note">${note}</p>`}
!${[...provinces]
      .map(
        ([province, inside]) => html`<section>
<h2 lang="fr"><bdi>${province}</bdi></h2>
<ul lang="fr">
!${inside.map(({ id, name }) => html`<li><a href="${agendaPath(id, { lang })}">${name}</a></li>`).join('\n')}
</ul>
</section>`,
      )
      .join('\n')}
</main>`,
  });
}
