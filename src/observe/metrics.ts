import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What can be watched from outside, on `/metrics`. Labels are codes and names of ours, never anything of a person. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    refused: new Counter({
      name: 'papote_webhook_refused_total',
      help: 'Webhook requests refused, by path and code',
      labelNames: ['path', 'code'],
      registers,
    }),
    accepted: new Counter({
      name: 'papote_events_accepted_total',
      help: 'Events stored, by channel',
      labelNames: ['channel'],
      registers,
    }),
    duplicates: new Counter({
      name: 'papote_events_duplicate_total',
      help: 'Events that the provider sent again',
      labelNames: ['channel'],
      registers,
    }),
    ignored: new Counter({
      name: 'papote_webhook_ignored_total',
      help: 'Webhook requests that held nothing for us',
      labelNames: ['channel'],
      registers,
    }),
    spooled: new Gauge({
      name: 'papote_spooled_events',
      help: 'Events kept on disk until the database is back',
      registers,
    }),
    dangerFromMemory: new Counter({
      name: 'papote_danger_from_memory_total',
      help: 'Messages of danger answered while the database was away, by channel',
      labelNames: ['channel'],
      registers,
    }),
    decided: new Counter({
      name: 'papote_turns_total',
      help: 'Messages decided on, by rule',
      labelNames: ['rule'],
      registers,
    }),
    sent: new Counter({
      name: 'papote_sends_total',
      help: 'Attempts to send, by channel and outcome',
      labelNames: ['channel', 'outcome'],
      registers,
    }),
    answerSeconds: new Histogram({
      name: 'papote_answer_seconds',
      help: 'From storing an event to its answer taken by the provider',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
