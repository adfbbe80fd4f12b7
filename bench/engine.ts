/** A text with its label. */
export interface LabelledText {
  readonly label: string;
  readonly text: string;
}

export interface Guess {
  /** Undefined when the engine finds nothing. */
  readonly label: string | undefined;
  /** How sure it is that the text is in scope; each engine on its own scale. */
  readonly score: number;
}

/** What is measured: something that has learnt labels from examples and guesses them. */
export interface Engine {
  guess(text: string): Guess | Promise<Guess>;
}

export interface EngineKind {
  readonly name: string;
  learn(examples: readonly LabelledText[]): Promise<Engine>;
}
