import { describe, expect, it } from 'vitest';
import { readStaffMessage } from '../../src/handover/staff-command.ts';

describe('what somebody of the network wants with a message in their own chat', () => {
  it.each([
    ['/prendre', 'take'],
    [' /PRENDRE ', 'take'],
    ['/nemen', 'take'],
    ['/rendre@papote_bot', 'give-back'],
    ['/teruggeven', 'give-back'],
    ['/clore', 'close'],
    ['/Clôturer', 'close'],
    ['/cloturer', 'close'],
    ['/sluiten', 'close'],
    ['/aide', 'help'],
    ['/hulp', 'help'],
    ['help', 'help'],
    ['start', 'help'],
    ['/stop', 'unlink'],
    ['Stop', 'unlink'],
    ['/cloré', 'unknown'],
    ['/clore merci', 'unknown'],
    ['/ prendre', 'unknown'],
    ['/', 'unknown'],
  ])('%j: %s', (text, command) => {
    expect(readStaffMessage(text)).toEqual({ do: command });
  });

  it.each(['Bonjour', 'prendre', 'clore', 'Je vous aide.', 'stop, je vous rappelle', 'et/ou', 'a\n/clore'])(
    '%j is written to the parent',
    (text) => {
      expect(readStaffMessage(` ${text}\n`)).toEqual({ do: 'write', text });
    },
  );
});
