import { html } from 'ghtml';
import { LANGUAGES, type Language } from '../../languages.ts';
import { LEARNED } from '../../understanding/learned-head.ts';
import { languageName } from '../inbox-words.ts';
import { page } from '../layout.ts';
import { SIMULATOR_PATH } from '../paths.ts';
import type { Session } from '../session.ts';
import type { Simulated, Simulator, Tried } from '../simulator.ts';
import type { SimulatorTexts } from '../texts/fr-simulator.ts';
import { choice, csrfField, errorLine, flaws } from './fields.ts';

export interface SimulatorContent {
  readonly session: Session;
  readonly texts: SimulatorTexts;
  readonly topics: ReturnType<Simulator['topics']>;
  readonly tried: Tried;
  readonly simulated: Simulated | null;
  readonly error?: string | undefined;
}

/** A message to try, and below it what a parent would get on each channel and why. */
export function simulatorPage(content: SimulatorContent): string {
  const { session, texts, simulated } = content;
  return page({
    session,
    texts,
    title: texts.title,
    active: 'simulator',
    body: html`<h1>${texts.title}</h1>
<p class="hint">${texts.intro}</p>
!${form(content)}
!${simulated === null ? '' : replies(simulated, texts) + why(simulated, content)}`,
  });
}

function form({ session, texts, topics, tried, error }: SimulatorContent): string {
  const languages = LANGUAGES.map((language) => [language, languageName(language, texts.locale)] as const);
  const titles = topics.map(({ id, title }) => [id, title] as const);
  return html`<form method="post" action="${SIMULATOR_PATH}" class="card">
!${csrfField(session.csrf)}
<div class="field">
<label for="text">${texts.text}</label>
<textarea id="text" name="text" rows="4" dir="auto" required data-send!${flaws('text', error)}>
${tried.text}</textarea>
!${errorLine('text', error)}
</div>
!${choice({ name: 'language', label: texts.parentLanguage, value: tried.language ?? '', choices: [['', texts.notKnown], ...languages] })}
!${choice({ name: 'previous', label: texts.previous, value: tried.previous ?? '', choices: [['', texts.none], ...titles] })}
<button>${texts.go}</button>
</form>`;
}

function replies({ replies: all }: Simulated, texts: SimulatorTexts): string {
  const one = ({ channel, parts }: Simulated['replies'][number]) => html`<h3>${texts.channel[channel]}</h3>
!${
    parts.length === 0
      ? html`<p>${texts.silence}</p>`
      : parts
          .map(
            ({ text }, index) => html`<p class="by">${texts.channel[channel]}${texts.part(index + 1, parts.length)}</p>
<p class="words" dir="auto">${text}</p>`,
          )
          .join('\n')
  }`;
  return html`<section class="card" id="result" aria-labelledby="result-heading">
<h2 id="result-heading">${texts.result}</h2>
!${all.map(one).join('\n')}
</section>`;
}

function why(simulated: Simulated, content: SimulatorContent): string {
  const { texts, topics } = content;
  const { understanding, why: explained, dangerWords } = simulated;
  const titleOf = (topic: string) => topics.find(({ id }) => id === topic)?.title ?? topic;
  const title = explained === null ? '' : titleOf(explained.topic);
  const scores = understanding.candidates.map(({ topic, score }) => [titleOf(topic), percent(score, texts)] as const);
  return html`<section class="card" aria-labelledby="why-heading">
<h2 id="why-heading">${texts.why}</h2>
!${facts(simulated, texts)}
!${scores.length === 0 ? html`<p>${texts.noTopic}</p>` : table('topics', texts.topics, [texts.topic, texts.score], scores)}
!${dangerWords === null ? '' : weights('danger', texts.dangerWords, dangerWords, texts)}
!${explained === null ? '' : weights('words', texts.words(title), explained.words, texts)}
!${
    explained === null
      ? ''
      : table(
          'nearest',
          texts.nearest(title),
          [texts.line, texts.likeness],
          explained.nearest.map(({ text, likeness }) => [text, number(likeness, texts)]),
        )
  }
!${explained === null || explained.concepts.length === 0 ? '' : html`<p>${texts.concepts} : ${explained.concepts.join(', ')}</p>`}
</section>`;
}

function facts({ understanding, rule }: Simulated, texts: SimulatorTexts): string {
  const { language, command, danger, decision, place } = understanding;
  const raised = (by: string) => (by === LEARNED ? texts.learned : texts.byRule(by));
  const rows: readonly (readonly [string, string])[] = [
    [texts.fact.language, nameOf(language, texts)],
    [texts.fact.command, command ?? texts.none],
    [
      texts.fact.danger,
      danger === null
        ? texts.none
        : `${texts.dangerClass[danger.class]}, ${texts.severity[danger.severity]} (${raised(danger.rule)})`,
    ],
    [texts.fact.place, placeWords(place, texts)],
    [texts.fact.decision, texts.decision[decision]],
    [texts.fact.rule, rule],
  ];
  return html`<h3>${texts.facts}</h3>
<dl class="facts">
!${rows.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`).join('\n')}
</dl>`;
}

function placeWords(found: Simulated['understanding']['place'], texts: SimulatorTexts): string {
  if (found === null) return texts.none;
  return found.place === 'outside' ? texts.outside : found.place.municipality;
}

function nameOf(language: Language | 'unknown', texts: SimulatorTexts): string {
  return language === 'unknown' ? texts.unknownLanguage : languageName(language, texts.locale);
}

function weights(
  id: string,
  caption: string,
  words: readonly { readonly word: string; readonly weight: number }[],
  texts: SimulatorTexts,
): string {
  const rows = words.map(({ word, weight }) => [word, number(weight, texts)] as const);
  return table(id, caption, [texts.word, texts.weight], rows);
}

function table(
  id: string,
  caption: string,
  heads: readonly [string, string],
  rows: readonly (readonly [string, string])[],
): string {
  return html`<div class="wide" role="region" aria-labelledby="${id}-caption" tabindex="0">
<table>
<caption id="${id}-caption">${caption}</caption>
<thead><tr>!${heads.map((head) => html`<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
!${rows.map(([what, value]) => html`<tr><th scope="row" dir="auto">${what}</th><td class="number">${value}</td></tr>`).join('\n')}
</tbody>
</table>
</div>`;
}

function percent(share: number, { locale }: SimulatorTexts): string {
  return share.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 1 });
}

function number(value: number, { locale }: SimulatorTexts): string {
  return value.toLocaleString(locale, { maximumFractionDigits: 3 });
}
