import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Problem } from './problem.ts';

/** Reads content files below one root and collects what is wrong in them instead of stopping at the first fault. */
export class ContentReader {
  readonly problems: Problem[] = [];
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** The file's value in the shape asked for, or undefined with its problems noted. JSON is read as YAML. */
  read<T>(path: string, schema: z.ZodType<T>): T | undefined {
    const counter = new LineCounter();
    let source: string;
    try {
      source = readFileSync(path, 'utf8');
    } catch (error) {
      this.note(path, 1, `cannot be read (${error instanceof Error ? error.message : String(error)})`);
      return undefined;
    }
    const document = parseDocument(source, { lineCounter: counter, uniqueKeys: true });
    for (const error of document.errors) {
      this.note(path, counter.linePos(error.pos[0]).line, firstLine(error.message));
    }
    if (document.errors.length > 0) return undefined;
    const parsed = schema.safeParse(document.toJS());
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
      this.note(path, lineOf(document, issue.path, counter), where + issue.message);
    }
    return undefined;
  }

  /** Line of the value at a path of keys in a YAML file: for checks that come after the shape. */
  lineOf(path: string, keys: readonly PropertyKey[]): number {
    const counter = new LineCounter();
    try {
      return lineOf(parseDocument(readFileSync(path, 'utf8'), { lineCounter: counter }), keys, counter);
    } catch {
      return 1;
    }
  }

  note(path: string, line: number, message: string): void {
    this.problems.push({ file: relative(this.root, path), line, message });
  }
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}

/** Line of the value at a path, or of the nearest parent that exists (a missing key has no line of its own). */
function lineOf(document: Document, path: readonly PropertyKey[], counter: LineCounter): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
  }
  return 1;
}
