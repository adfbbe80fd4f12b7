import type { Language } from '../languages.ts';
import type { Command } from './commands.ts';
import type { DangerClass } from './danger.ts';

/** A line with what it is an example of; none of the labels for an empty list. */
export interface Lesson<Label extends string = string> {
  readonly text: string;
  readonly labels: readonly Label[];
  /** How much it counts to get this line wrong, beside others of its head; 1 unless told. */
  readonly cost?: number;
}

/** All lines that the heads learn from. */
export interface Lessons {
  readonly topics: readonly Lesson[];
  /** Each example stands under its class, and under `any`: what several classes share is learnt from all of them. */
  readonly danger: readonly Lesson<DangerClass | 'any'>[];
  readonly commands: readonly Lesson<Command>[];
  readonly languages: readonly Lesson<Language>[];
}
