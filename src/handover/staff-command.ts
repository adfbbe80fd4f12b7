/** What somebody of the network wants with a message in their own chat. */
export type StaffCommand =
  | { readonly do: 'take' | 'give-back' | 'close' }
  | { readonly do: 'help' | 'unlink' | 'unknown' }
  | { readonly do: 'write'; readonly text: string };

const COMMANDS: ReadonlyMap<string, Exclude<StaffCommand['do'], 'write'>> = new Map([
  ['prendre', 'take'],
  ['nemen', 'take'],
  ['rendre', 'give-back'],
  ['teruggeven', 'give-back'],
  ['clore', 'close'],
  ['clôturer', 'close'],
  ['cloturer', 'close'],
  ['sluiten', 'close'],
  ['aide', 'help'],
  ['hulp', 'help'],
  ['help', 'help'],
  ['start', 'help'],
  ['stop', 'unlink'],
]);

/** What a channel makes of `/start`, `/stop` and `/help`: words that no parent is sent from here. */
const BARE: ReadonlySet<string> = new Set(['start', 'stop', 'help']);

/** Reads a message: a command stands alone; whatever else begins with a slash is a slip, and goes to nobody. */
export function readStaffMessage(text: string): StaffCommand {
  const written = text.trim();
  const [, word] = /^\/([\p{L}_]+)(?:@\w+)?$/u.exec(written) ?? [];
  const name = (word ?? written).toLowerCase();
  if (word !== undefined || BARE.has(name)) return { do: COMMANDS.get(name) ?? 'unknown' };
  return written.startsWith('/') ? { do: 'unknown' } : { do: 'write', text: written };
}
