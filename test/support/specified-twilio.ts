import { createRequire } from 'node:module';
import Fastify, { type FastifyInstance } from 'fastify';
import { type Context, type Document, OpenAPIBackend, type Request } from 'openapi-backend';

const SPECIFICATION = createRequire(import.meta.url).resolve(
  '@twilio-alpha/mcp/twilio-oai/spec/json/twilio_api_v2010.json',
);
/** Formats of what we send: a number in E.164 or an address of WhatsApp, addresses that Twilio can reach, times in UTC. */
const OUR_FORMATS = {
  'phone-number': /^(\+[1-9]\d{6,14}|whatsapp:(\+[1-9]\d{6,14}|[A-Z]{2}\.[A-Za-z0-9]+))$/,
  uri: /^https:\/\/[^\s/]+\/\S*$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
};

/** Formats of the specification's answers, which its own examples do not keep. */
const THEIR_FORMATS = [...Object.keys(OUR_FORMATS), 'date-time-rfc-2822', 'currency', 'uri-map'];

const NUMBERS: ReadonlySet<string> = new Set(['ValidityPeriod']);

export interface SeenRequest {
  readonly operation: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Twilio's REST API as Twilio specifies it: each request is held against the OpenAPI file that Twilio publishes, unknown fields
 * and wrong credentials included; answers are the file's own examples, held against it too.
 */
export class SpecifiedTwilio {
  /** Requests that were in order. */
  readonly seen: SeenRequest[] = [];
  /** What was wrong with the others. */
  readonly complaints: string[] = [];
  /** Replaces fields of the messages in the examples that are answered. */
  message: Readonly<Record<string, unknown>> = {};
  private readonly app: FastifyInstance = Fastify({ forceCloseConnections: true });
  private readonly credentials: string;

  constructor(accountSid: string, authToken: string) {
    this.credentials = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  }

  async start(): Promise<string> {
    const api = new OpenAPIBackend<Document>({
      definition: SPECIFICATION,
      quick: true,
      coerceTypes: true,
      customizeAjv: (ajv, _options, context) => {
        if (context === 'responseValidator') for (const name of THEIR_FORMATS) ajv.addFormat(name, true);
        else for (const [name, pattern] of Object.entries(OUR_FORMATS)) ajv.addFormat(name, pattern);
        return ajv;
      },
      handlers: {
        CreateMessage: (context: Context) => this.answer(api, context, 201, 'createWithQueuedStatus'),
        ListMessage: (context: Context) => this.answer(api, context, 200, 'readFullPage1'),
        validationFail: ({ validation }: Context) => this.complain(400, 20001, JSON.stringify(validation.errors)),
        unauthorizedHandler: () => this.complain(401, 20003, 'wrong credentials'),
        notFound: ({ request }: Context) =>
          this.complain(404, 20404, `no such path: ${request.method} ${request.path}`),
        notImplemented: ({ operation }: Context) =>
          this.complain(501, 20501, `not played here: ${operation.operationId}`),
      },
      securityHandlers: {
        accountSid_authToken: ({ request }: Context) => request.headers.authorization === this.credentials,
      },
    });
    await api.init();
    this.app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, Object.fromEntries([...new URLSearchParams(String(body))].map(typed))),
    );
    this.app.all('/*', async (request, reply) => {
      const [path = '', query = ''] = request.url.split('?');
      const { status, body } = await api.handleRequest({
        method: request.method,
        path,
        query: Object.fromEntries(new URLSearchParams(query)),
        body: request.body,
        headers: request.headers as Request['headers'],
      });
      return reply.code(status).send(body);
    });
    return this.app.listen({ port: 0, host: '127.0.0.1' });
  }

  stop(): Promise<void> {
    return this.app.close();
  }

  private answer(api: OpenAPIBackend<Document>, context: Context, status: number, example: string): Answer {
    const { operation, request } = context;
    const fields: Record<string, unknown> = request.method === 'get' ? request.query : request.body;
    const unknown = Object.keys(fields).filter((name) => !knownFields(context).includes(name));
    if (unknown.length > 0) return this.complain(400, 20001, `unknown fields: ${unknown.join(', ')}`);
    const { mock } = api.mockResponseForOperation(operation.operationId ?? '', { code: status, example });
    const body = withMessage(mock, this.message);
    const { valid, errors } = api.validateResponse(body, operation, status);
    if (!valid) return this.complain(500, 20500, `our own answer: ${JSON.stringify(errors)}`);
    this.seen.push({ operation: operation.operationId ?? '', fields });
    return { status, body };
  }

  private complain(status: number, code: number, complaint: string): Answer {
    this.complaints.push(complaint);
    return { status, body: { code, message: complaint, more_info: '', status } };
  }
}

/** A form has strings only; what Twilio reads as a number is held against the file as one. */
function typed([name, value]: [string, string]): [string, string | number] {
  return [name, NUMBERS.has(name) && /^\d+$/.test(value) ? Number(value) : value];
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

function knownFields({ operation, request }: Context): string[] {
  if (request.method === 'get')
    return (operation.parameters ?? []).flatMap((one) => ('in' in one && one.in === 'query' ? [one.name] : []));
  const content =
    operation.requestBody !== undefined && 'content' in operation.requestBody && operation.requestBody.content;
  const schema = content ? content['application/x-www-form-urlencoded']?.schema : undefined;
  return schema !== undefined && 'properties' in schema ? Object.keys(schema.properties ?? {}) : [];
}

function withMessage(example: unknown, changes: Readonly<Record<string, unknown>>): unknown {
  if (typeof example !== 'object' || example === null) return example;
  if (!('messages' in example) || !Array.isArray(example.messages)) return { ...example, ...changes };
  return { ...example, next_page_uri: null, messages: example.messages.map((one: object) => ({ ...one, ...changes })) };
}
