import pino from 'pino';

/** What may stand in a log line: ids, counts, durations, codes. Never text, names, numbers or addresses. */
export interface LogFields {
  readonly contact?: string;
  readonly event?: string;
  readonly outgoing?: string;
  readonly request?: string;
  readonly broadcast?: string;
  readonly channel?: string;
  readonly rule?: string;
  readonly code?: string | undefined;
  readonly status?: number;
  readonly count?: number;
  readonly ms?: number;
  readonly port?: number;
  readonly kind?: string;
}

export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** JSON lines on standard output. The narrow fields keep what is personal out by construction. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}

export const SILENT_LOGGER: Logger = createLogger('silent');
