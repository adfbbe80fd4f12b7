import type { TimeVocabulary, TimeWord } from '../understanding/find-time.ts';
import { PARTS_OF_DAY } from '../understanding/when.ts';
import type { TimesFile } from './calendar-schema.ts';

/** The words of a file with what each means. */
export function timeVocabulary(file: TimesFile): TimeVocabulary {
  const { language, unsure, endings, hours, month_first: monthFirst = false } = file;
  return { language, words: [...timeWords(file)], unsure, endings, hours, monthFirst };
}

/** Each form with its meaning; a form may stand twice. */
export function* timeWords(file: TimesFile): Generator<readonly [form: string, meaning: TimeWord]> {
  const { days, weekdays, months, parts, fixed = {}, today_parts: todayParts = {} } = file;
  yield* all(days.today, { is: 'day', in: 0, part: null });
  yield* all(days.tomorrow, { is: 'day', in: 1, part: null });
  yield* all(days.after_tomorrow, { is: 'day', in: 2, part: null });
  for (const [key, forms] of Object.entries(weekdays)) {
    const weekday = Number(key);
    yield* all(forms, { is: 'weekday', weekday, part: null });
    if (file.joined !== true) continue;
    for (const part of PARTS_OF_DAY)
      for (const form of forms)
        yield* all(
          parts[part].map((one) => form + one),
          { is: 'weekday', weekday, part },
        );
  }
  for (const [month, forms] of Object.entries(months)) yield* all(forms, { is: 'month-named', month: Number(month) });
  for (const span of ['week', 'weekend', 'month'] as const) {
    yield* all(file[span], { is: span, in: null });
    yield* all(fixed[`this_${span}`] ?? [], { is: span, in: 0 });
    yield* all(fixed[`next_${span}`] ?? [], { is: span, in: 1 });
  }
  for (const part of PARTS_OF_DAY) {
    yield* all(parts[part], { is: 'part', part });
    yield* all(todayParts[part] ?? [], { is: 'day', in: 0, part });
  }
  for (const is of ['this', 'next', 'on'] as const) yield* all(file[is], { is });
  yield* all(file.before_number, { is: 'before-number' });
  yield* all(file.after_number ?? [], { is: 'after-number' });
}

function* all(forms: readonly string[], meaning: TimeWord): Generator<readonly [form: string, meaning: TimeWord]> {
  for (const form of forms) yield [form, meaning];
}
