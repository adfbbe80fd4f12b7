import { FULL_LANGUAGES } from '../languages.ts';
import { DangerRules } from '../understanding/danger.ts';
import { normalise } from '../understanding/normalise.ts';
import { padded } from '../understanding/pattern.ts';
import { dangerRules } from './compile-understanding.ts';
import type { Content } from './load-content.ts';
import type { Noter } from './problem.ts';

const LISTS = ['show_hours', 'any_time', 'reply_only', 'write_first', 'who'] as const;

/** Wishes that would not be heard, since STOP and danger come first, or that mean two things; and languages without any. */
export function checkSettings(
  { settings, commands, danger }: Pick<Content, 'settings' | 'commands' | 'danger'>,
  note: Noter,
): void {
  const stops = new Set([...commands.values()].flatMap(({ stop }) => stop.map(normalise)));
  const rules = new DangerRules(dangerRules({ danger }));
  const known = new Map<string, string>();
  for (const language of FULL_LANGUAGES)
    if (!settings.has(language)) note(`intents/settings/${language}.yaml`, [], 'this file is missing');
  for (const [language, file] of settings) {
    for (const list of LISTS)
      for (const [index, form] of file[list].entries()) {
        const at = (message: string): void => note(`intents/settings/${language}.yaml`, [list, index], message);
        const normal = normalise(form);
        const raised = rules.find(padded(form));
        const other = known.get(normal);
        if (stops.has(normal)) at(`"${form}" is a STOP`);
        if (raised !== null) at(`"${form}" raises the danger rule ${raised.rule}`);
        if (other !== undefined && other !== list) at(`"${form}" stands under ${other} as well`);
        known.set(normal, list);
      }
  }
}
