import { messageOf, StartError } from '../start-error.ts';

export type Transformers = typeof import('@huggingface/transformers');

/**
 * Loaded only when a model is asked for: the package is optional, large and partly native.
 *
 * @param what the kind of model, as it begins a sentence
 * @param setting the variable that asked for it
 */
export async function loadTransformers(what: string, setting: string): Promise<Transformers> {
  try {
    const library = await import('@huggingface/transformers');
    // What the library warns of, a parent's text may stand in.
    library.env.logLevel = library.LogLevel.ERROR;
    return library;
  } catch (error) {
    throw new StartError(
      `${what} needs the package @huggingface/transformers, which cannot be loaded (${oneLine(messageOf(error))}): run "npm ci", or leave ${setting} empty.`,
    );
  }
}

/** A message of the library on one line. */
export function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}
