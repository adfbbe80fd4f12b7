import twilio from 'twilio';
import { z } from 'zod';
import type { TemplateState } from '../../src/channel.ts';

/** States of an approval (https://www.twilio.com/docs/content/content-types-resource, read 2026-11-22). */
const STATES: Readonly<Record<string, TemplateState>> = {
  unsubmitted: 'unsubmitted',
  received: 'pending',
  pending: 'pending',
  approved: 'approved',
  rejected: 'rejected',
  paused: 'paused',
  disabled: 'paused',
};

const approval = z.object({ status: z.string() });

/** What WhatsApp says of a template, asked for at Twilio. Throws when Twilio does not tell. */
export async function fetchTemplateState(client: twilio.Twilio, contentSid: string): Promise<TemplateState> {
  try {
    const { whatsapp } = await client.content.v1.contents(contentSid).approvalFetch().fetch();
    const parsed = approval.safeParse(whatsapp);
    return (parsed.success ? STATES[parsed.data.status] : undefined) ?? 'unknown';
  } catch (error) {
    if (error instanceof twilio.RestException && error.status === 404) return 'missing';
    throw error;
  }
}
