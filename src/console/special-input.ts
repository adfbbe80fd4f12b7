import { Temporal } from 'temporal-polyfill';
import type { Addressees, SpecialDraft } from '../broadcast/broadcasts.ts';
import { isLanguage, LANGUAGES } from '../languages.ts';
import type { TerritoryName } from './context.ts';
import { readField, readFields } from './forms.ts';
import type { SpecialPageOptions, TypedSpecial } from './pages/special.ts';
import type { BroadcastTexts } from './texts/fr-broadcasts.ts';

const ZONE = 'Europe/Brussels';
const LONGEST_TEXT = 1_500;
/** How long after its time it may still leave. */
const KEEPS_MS = 48 * 3_600_000;
const FARTHEST_MS = 60 * 24 * 3_600_000;
/** A form lies open for a while: a time that has just passed still means now. */
const GRACE_MS = 3_600_000;

/** A special message as its form shows it. */
export function typedSpecial(to: Addressees, texts: TypedSpecial['texts'], sendAt: Date): TypedSpecial {
  const local = Temporal.Instant.fromEpochMilliseconds(sendAt.getTime()).toZonedDateTimeISO(ZONE);
  return {
    everywhere: to.territories === null,
    territories: to.territories ?? [],
    mothersOnly: to.mothersOnly,
    language: to.language,
    texts,
    sendAt: local.toPlainDateTime().toString({ smallestUnit: 'minute' }),
  };
}

/** Reads the form; `draft` only where nothing is wrong. */
export function readSpecial(
  body: unknown,
  known: { readonly texts: BroadcastTexts; readonly territories: readonly TerritoryName[]; readonly now: Date },
): { typed: TypedSpecial; errors: SpecialPageOptions['errors']; draft?: SpecialDraft } {
  const { form } = known.texts;
  const typed = readTyped(body, known.territories);
  const sendAt = readTime(typed.sendAt, known.now);
  const { texts, everywhere, territories, mothersOnly, language } = typed;
  const { fr } = texts;
  // Both chosen at once would be a guess, and the wrong one reaches a hundred times too many.
  const territory = territoryError(typed, form);
  if (fr === undefined || territory !== undefined || sendAt === undefined) {
    const errors = {
      ...(fr === undefined && { text: form.noText }),
      ...(territory !== undefined && { territory }),
      ...(sendAt === undefined && { time: form.noTime }),
    };
    return { typed, errors };
  }
  const notAfter = new Date(sendAt.getTime() + KEEPS_MS);
  const to = { territories: everywhere ? null : territories, mothersOnly, language };
  return { typed, errors: undefined, draft: { to, texts: { ...texts, fr }, sendAt, notAfter } };
}

function readTyped(body: unknown, territories: readonly TerritoryName[]): TypedSpecial {
  const written = LANGUAGES.map((one) => [one, readField(body, `text-${one}`).slice(0, LONGEST_TEXT).trim()] as const);
  const chosen = new Set(readFields(body, 'territory'));
  const language = readField(body, 'language');
  return {
    everywhere: readField(body, 'where') === 'everywhere',
    territories: territories.flatMap(({ id }) => (chosen.has(id) ? [id] : [])),
    mothersOnly: readField(body, 'who') === 'mothers',
    language: isLanguage(language) ? language : null,
    texts: Object.fromEntries(written.filter(([, text]) => text !== '')),
    sendAt: readField(body, 'send-at'),
  };
}

function territoryError({ everywhere, territories }: TypedSpecial, form: BroadcastTexts['form']): string | undefined {
  if (everywhere) return territories.length > 0 ? form.bothPlaces : undefined;
  return territories.length === 0 ? form.noTerritory : undefined;
}

function readTime(typed: string, now: Date): Date | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(typed)) return undefined;
  try {
    const at = Temporal.PlainDateTime.from(typed).toZonedDateTime(ZONE).epochMilliseconds - now.getTime();
    return at < -GRACE_MS || at > FARTHEST_MS ? undefined : new Date(now.getTime() + at);
  } catch {
    return undefined;
  }
}
