import { type TurnResult, takeTurn } from './take-turn.ts';

/** Below this share of the text in one language, or with fewer letters, a name would be a guess. */
const LEAST_PERCENT = 70;
const SHORTEST_NAMED = 12;

/**
 * Takes a turn; where nobody here reads the language of the message, once more with the language named, so that the reply can
 * say in it which languages we speak.
 */
export async function takeTurnInAnyLanguage(...turn: Parameters<typeof takeTurn>): Promise<TurnResult> {
  const taken = takeTurn(...turn);
  if (taken.response.rule !== 'unread language') return taken;
  const [pending, event, channel, now, assistant, besides] = turn;
  const named = await nameLanguage(event.text);
  return named === null ? taken : takeTurn(pending, event, channel, now, assistant, { ...besides, named });
}

/**
 * The language of a text, of some 80 in the world, as ISO 639-1 or 639-2 code; null when it is too short or uncertain. Without
 * the optional package `cld`, which is native, no language is named.
 */
export async function nameLanguage(text: string): Promise<string | null> {
  if ((text.match(/\p{L}/gu)?.length ?? 0) < SHORTEST_NAMED) return null;
  try {
    const { default: cld } = await import('cld');
    const { languages } = await cld.detect(text, { bestEffort: true });
    const [first] = languages;
    return first !== undefined && first.code !== 'un' && first.percent >= LEAST_PERCENT ? first.code : null;
  } catch {
    // It throws for texts it cannot tell; to the person both cases are the same.
    return null;
  }
}
