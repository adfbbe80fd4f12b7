import type { TimeVocabulary, TimeWord } from '../understanding/find-time.ts';
import { PARTS_OF_DAY } from '../understanding/when.ts';
import type { TimesFile } from './calendar-schema.ts';

/** A form of a file, with where it stands there. */
interface TimeForm {
  readonly form: string;
  readonly meaning: TimeWord;
  readonly at: readonly PropertyKey[];
}

/** The words of a file with what each means. */
export function timeVocabulary(file: TimesFile): TimeVocabulary {
  const { language, unsure, endings, hours, month_first: monthFirst = false } = file;
  const words = [...timeForms(file)].map(({ form, meaning }) => [form, meaning] as const);
  return { language, words, unsure, endings, hours, monthFirst };
}

/** Every form of a file, those included that are put together from two. */
export function* timeForms(file: TimesFile): Generator<TimeForm> {
  const { days, weekdays, months, parts, fixed = {}, today_parts: todayParts = {} } = file;
  yield* all(days.today, { is: 'day', in: 0, part: null }, ['days', 'today']);
  yield* all(days.tomorrow, { is: 'day', in: 1, part: null }, ['days', 'tomorrow']);
  yield* all(days.after_tomorrow, { is: 'day', in: 2, part: null }, ['days', 'after_tomorrow']);
  for (const [key, forms] of Object.entries(weekdays)) {
    const weekday = Number(key);
    const at = ['weekdays', weekday];
    yield* all(forms, { is: 'weekday', weekday, part: null }, at);
    if (file.joined !== true) continue;
    for (const part of PARTS_OF_DAY)
      for (const end of parts[part])
        yield* all(
          forms.map((form) => form + end),
          { is: 'weekday', weekday, part },
          at,
        );
  }
  for (const [key, forms] of Object.entries(months))
    yield* all(forms, { is: 'month-named', month: Number(key) }, ['months', Number(key)]);
  for (const span of ['week', 'weekend', 'month'] as const) {
    yield* all(file[span], { is: span, in: null }, [span]);
    yield* all(fixed[`this_${span}`] ?? [], { is: span, in: 0 }, ['fixed', `this_${span}`]);
    yield* all(fixed[`next_${span}`] ?? [], { is: span, in: 1 }, ['fixed', `next_${span}`]);
  }
  for (const part of PARTS_OF_DAY) {
    yield* all(parts[part], { is: 'part', part }, ['parts', part]);
    yield* all(todayParts[part] ?? [], { is: 'day', in: 0, part }, ['today_parts', part]);
  }
  for (const is of ['this', 'next', 'on'] as const) yield* all(file[is], { is }, [is]);
  yield* all(file.before_number, { is: 'before-number' }, ['before_number']);
  yield* all(file.after_number ?? [], { is: 'after-number' }, ['after_number']);
}

function* all(forms: readonly string[], meaning: TimeWord, at: readonly PropertyKey[]): Generator<TimeForm> {
  for (const form of forms) yield { form, meaning, at };
}
