import { Temporal } from 'temporal-polyfill';
import type { SpecialDraft } from '../broadcast/broadcasts.ts';
import { LANGUAGES } from '../languages.ts';
import type { TerritoryName } from './context.ts';
import { readField } from './forms.ts';
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
export function typedSpecial(territory: string, texts: TypedSpecial['texts'], sendAt: Date): TypedSpecial {
  const local = Temporal.Instant.fromEpochMilliseconds(sendAt.getTime()).toZonedDateTimeISO(ZONE);
  return { territory, texts, sendAt: local.toPlainDateTime().toString({ smallestUnit: 'minute' }) };
}

/** Reads the form; `draft` only where nothing is wrong. */
export function readSpecial(
  body: unknown,
  known: { readonly texts: BroadcastTexts; readonly territories: readonly TerritoryName[]; readonly now: Date },
): { typed: TypedSpecial; errors: SpecialPageOptions['errors']; draft?: SpecialDraft } {
  const { form } = known.texts;
  const territory = readField(body, 'territory');
  const written = LANGUAGES.map((one) => [one, readField(body, `text-${one}`).slice(0, LONGEST_TEXT).trim()] as const);
  const texts: TypedSpecial['texts'] = Object.fromEntries(written.filter(([, text]) => text !== ''));
  const typed = { territory, texts, sendAt: readField(body, 'send-at') };
  const sendAt = readTime(typed.sendAt, known.now);
  const { fr } = texts;
  const isKnown = known.territories.some(({ id }) => id === territory);
  if (fr === undefined || !isKnown || sendAt === undefined) {
    const errors = {
      ...(fr === undefined && { text: form.noText }),
      ...(!isKnown && { territory: form.noTerritory }),
      ...(sendAt === undefined && { time: form.noTime }),
    };
    return { typed, errors };
  }
  const notAfter = new Date(sendAt.getTime() + KEEPS_MS);
  return { typed, errors: undefined, draft: { territory, texts: { ...texts, fr }, sendAt, notAfter } };
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
