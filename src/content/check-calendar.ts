import { FULL_LANGUAGES, LANGUAGES, type Language } from '../languages.ts';
import { type CalendarWishName, WHEN } from '../understanding/calendar-wishes.ts';
import type { Command } from '../understanding/commands.ts';
import { normalise } from '../understanding/normalise.ts';
import type { TimesFile } from './calendar-schema.ts';
import { timeForms } from './compile-times.ts';
import { commandTable } from './compile-understanding.ts';
import type { Content } from './load-content.ts';
import type { Noter } from './problem.ts';

const PAUSE: CalendarWishName = 'pause';

/** The calendar can be shown in every language and asked for in every full one, and no word of it means two things. */
export function checkCalendar(content: Content, note: Noter): void {
  const needed = [
    ['knowledge/vocabulary', content.activityWords, LANGUAGES],
    ['knowledge/agenda-page', content.agendaPage, FULL_LANGUAGES],
    ['intents/times', content.times, FULL_LANGUAGES],
    ['intents/subscription', content.subscription, FULL_LANGUAGES],
    ['intents/whats-on', content.whatsOn, FULL_LANGUAGES],
  ] as const;
  for (const [folder, found, languages] of needed)
    for (const language of languages)
      if (!found.has(language)) note(`${folder}/${language}.yaml`, [], 'this file is missing');
  for (const [language, file] of content.times) checkTimes(language, file, note);
  checkSubscription(content, note);
  checkSample(content, note);
}

function checkTimes(language: Language, file: TimesFile, note: Noter): void {
  const path = `intents/times/${language}.yaml`;
  const meanings = new Map<string, string>();
  for (const { form, meaning, at } of timeForms(file)) {
    const key = normalise(form);
    const said = JSON.stringify(meaning);
    if (key === '') note(path, at, `"${form}" holds no letter`);
    else if ((meanings.get(key) ?? said) !== said) note(path, at, `"${form}" means two things: keep one`);
    meanings.set(key, said);
  }
  for (const [index, form] of file.unsure.entries())
    if (!meanings.has(normalise(form))) note(path, ['unsure', index], `"${form}" stands nowhere else in this file`);
}

function checkSubscription(content: Content, note: Noter): void {
  const commands = commandTable(content);
  const settingOf = new Map<string, string>();
  for (const [language, settings] of content.subscription)
    for (const [setting, wordings] of settings)
      for (const [index, text] of wordings.entries()) {
        const at = (message: string): void =>
          note(`intents/subscription/${language}.yaml`, ['settings', setting, index], `"${text}" ${message}`);
        const key = normalise(text.replace(WHEN, ' '));
        const other = settingOf.get(key);
        if (key === '') at('holds no letter');
        else if (other !== undefined && other !== setting) at(`stands under ${other} too: keep one`);
        // "Cancel" is a STOP, but of who has a place first of all it cancels that.
        else if (!isAllowed(setting, commands.command(key)?.command)) at('is a command already');
        if (text.includes(WHEN) && setting !== PAUSE) at(`holds ${WHEN}, which only a pause has`);
        settingOf.set(key, setting);
      }
}

function isAllowed(setting: string, command: Command | undefined): boolean {
  return command === undefined || (setting === 'unregister' && command === 'stop');
}

function checkSample({ sample, territories, gazetteer }: Content, note: Noter): void {
  const municipalities = new Set(gazetteer.places.map(({ municipality }) => municipality));
  for (const [index, { territory, town, from, to, title }] of sample.entries()) {
    const at = (key: string, message: string): void =>
      note('knowledge/sample/activities.yaml', ['activities', index, key], `${title}: ${message}`);
    if (!territories.has(territory)) at('territory', `there is no territory "${territory}"`);
    if (!municipalities.has(town)) at('town', `there is no municipality "${town}"`);
    if (from >= to) at('to', `${to} is not after ${from}`);
  }
}
