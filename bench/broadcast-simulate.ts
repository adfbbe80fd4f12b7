import { finishAt, nextWeekly } from '../src/broadcast/schedule.ts';
import type { ChannelName } from '../src/channel.ts';
import { readConfig } from '../src/config.ts';
import { tableRow, tell } from './table.ts';

const FAMILIES = 200_000;
/** How many of the families are on each channel: an assumption, with SMS for who has an old phone. */
const SHARE: Readonly<Record<ChannelName, number>> = { whatsapp: 0.5, sms: 0.35, telegram: 0.15 };
/** SMS parts of a weekly message: cheap letters take two; Arabic, Cyrillic, Turkish and others, a fifth of parents, three. */
const SMS_PARTS = 0.8 * 2 + 0.2 * 3;
const WEEKS_A_MONTH = 52 / 12;
/** What one SMS number may take for all to have it in the same evening is told as numbers needed. */
const EVENING_S = 3 * 3_600;

/**
 * On virtual time: how long a weekly message to every single-parent family of Wallonia takes at the rates of real senders, in
 * open hours only, and what it costs.
 */
export function simulateBroadcast(): void {
  const { rates, prices } = readConfig({}).broadcast;
  const start = nextWeekly(new Date('2027-01-13T12:00:00Z'));
  tell(`broadcast, simulated: ${FAMILIES} families, from Sunday 17:00, 8:00-20:00 only`);
  tell(tableRow([['', 10]], ['people', 'a second', 'hours', 'ends', 'euro', 'a month'], 12));
  let sum = 0;
  for (const [channel, share] of Object.entries(SHARE) as [ChannelName, number][]) {
    const people = FAMILIES * share;
    const weight = people * (channel === 'sms' ? SMS_PARTS : 1);
    const seconds = weight / rates[channel];
    const euro = weight * prices[channel];
    sum += euro;
    const ends = finishAt(start, seconds);
    const cells = [people, rates[channel], seconds / 3_600, daysAfter(start, ends), euro, euro * WEEKS_A_MONTH];
    tell(
      tableRow(
        [[channel, 10]],
        cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(cell % 1 ? 1 : 0) : cell)),
        12,
      ),
    );
  }
  const numbers = Math.ceil((FAMILIES * SHARE.sms * SMS_PARTS) / rates.sms / EVENING_S);
  tell(
    `in all ${sum.toFixed(0)} euro a week; SMS to all on the same evening needs ${numbers} numbers at ${rates.sms} part a second`,
  );
  tell('(WhatsApp: inside the 24-hour window; outside it Meta adds the price of a template)');
}

function daysAfter(start: Date, end: Date): string {
  const days = (end.getTime() - start.getTime()) / 86_400_000;
  return days < 0.3 ? 'same evening' : `+${days.toFixed(1)} days`;
}
