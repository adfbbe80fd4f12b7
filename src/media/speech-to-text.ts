import type { Language } from '../languages.ts';
import type { SoundError } from './sound.ts';

/**
 * Why nothing was written out.
 *
 * | error | meaning |
 * |---|---|
 * | unsupported | a kind of sound that is not read here |
 * | too-long | longer than is written out |
 * | language | the model does not know the parent's language |
 * | silence | nobody speaks: models make words up then |
 * | failed | the model failed |
 */
export type SpeechError = SoundError | 'language' | 'silence' | 'failed';

export type Heard = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: SpeechError };

/** Writes out what is said in a voice note. */
export interface SpeechToText {
  /**
   * Throws nothing.
   *
   * @param mime as the file's own bytes tell
   * @param language the one that the parent writes, where it is known
   */
  transcribe(bytes: Uint8Array, mime: string, language?: Language): Promise<Heard>;
}
