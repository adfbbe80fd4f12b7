import { describe, expect, it } from 'vitest';
import { Child, ROOT } from '../support/child.ts';

describe('a command that is called in a way it does not know', () => {
  it.each(['understand', 'ask', 'train', 'content', 'calendar'])('%s says how it is called', async (name) => {
    const child = new Child(['setup/run.mjs', `src/commands/${name}.ts`, '--help'], ROOT);
    const { code, stderr } = await child.ended;
    expect(code).toBe(1);
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      "Unknown option '--help'. It is called so:",
      expect.stringMatching(`^npm run (-s )?${name} -- `),
    ]);
    expect(stderr).not.toContain('    at ');
  });
});
