import { z } from 'zod';

const inbound = z.object({ contact: z.string() });
const deliver = z.object({ outgoing: z.array(z.string()) });
const media = z.object({ media: z.string() });
const relay = z.object({ event: z.string(), request: z.string() });
const takeBack = z.object({ sealed: z.string() });

/** Payloads of the queue's jobs, as they were written by `add_job`. */
export const readJob = {
  inbound: (payload: unknown) => inbound.parse(payload),
  deliver: (payload: unknown) => deliver.parse(payload),
  media: (payload: unknown) => media.parse(payload),
  relay: (payload: unknown) => relay.parse(payload),
  takeBack: (payload: unknown) => takeBack.parse(payload),
};
