import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { html } from 'ghtml';
import QRCode from 'qrcode';
import { agendaLayout } from './agenda-layout.ts';
import { AGENDA_PATH, agendaPath, posterPath } from './agenda-paths.ts';
import { type AgendaRequest, readRequest } from './agenda-request.ts';
import { type AgendaRoutes, sendUnknown } from './agenda-routes.ts';
import type { AgendaMonth } from './month.ts';
import { posterEntries } from './poster-entries.ts';
import { type PosterFormat, posterPage } from './poster-page.ts';
import type { Printable, Printer, PrintRefusal } from './printer.ts';
import { publicAgenda } from './public-agenda.ts';
import { sendCached } from './send-cached.ts';

/** One line on each for whoever runs the server. */
const REFUSALS: Readonly<Record<PrintRefusal, string>> = {
  'no-browser': 'Posters need Chromium: install it, or set CHROMIUM_PATH.',
  busy: 'Other posters are being printed: try again in a minute.',
  failed: 'The poster could not be printed: see the log.',
};
const RETRY_AFTER_S = 60;
const TYPES: Readonly<Record<PosterFormat, string>> = { pdf: 'application/pdf', png: 'image/png' };

export interface PosterRoutes extends AgendaRoutes {
  readonly printer: Printer;
}

/** A month of the agenda as a sheet (`poster.pdf`) and as a picture (`poster.png`). */
export async function posterRoutes(app: FastifyInstance, options: PosterRoutes): Promise<void> {
  const { agenda, clock, printer } = options;
  for (const format of ['pdf', 'png'] as const)
    app.get(`${AGENDA_PATH}/:territory/poster.${format}`, async (request, reply) => {
      const asked = readRequest(request, agenda(), clock());
      if (asked === undefined) return sendUnknown(request, reply, agenda());
      const { territory, language: lang, month } = asked;
      if (month === undefined) return reply.redirect(posterPath(territory.id, format, { lang }));
      const poster = await printer.print(await printable({ ...asked, month }, format, options));
      if (!Buffer.isBuffer(poster)) return sendRefusal(request, reply, { ...asked, month }, poster);
      const name = `${territory.id}-${month.month}-${lang}.${format}`;
      reply.header('vary', 'accept-language').header('content-disposition', `inline; filename="${name}"`);
      return sendCached(request, reply, { type: TYPES[format], body: poster });
    });
}

type AskedPoster = AgendaRequest & { readonly month: AgendaMonth };

async function printable(
  asked: AskedPoster,
  format: PosterFormat,
  { db, baseUrl }: Pick<AgendaRoutes, 'db' | 'baseUrl'>,
): Promise<Printable> {
  const { territory, month } = asked;
  const entries = posterEntries(await publicAgenda(db, territory.id, month), asked);
  const url = baseUrl + agendaPath(territory.id);
  const code = await QRCode.toString(url, { type: 'svg', margin: 0 });
  const poster = { ...asked, month: month.month, entries, address: url.replace(/^https?:\/\//, ''), code };
  return { format, entries: entries.length, page: (shown) => posterPage(poster, format, shown) };
}

/** People are led to the page, which every browser prints; programs get the line. */
function sendRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  { territory, month: { month }, ...words }: AskedPoster,
  refusal: PrintRefusal,
): FastifyReply {
  reply.code(503).header('cache-control', 'no-store').header('retry-after', RETRY_AFTER_S);
  if (!request.headers.accept?.includes('text/html'))
    return reply.type('text/plain; charset=utf-8').send(`${REFUSALS[refusal]}\n`);
  const { texts, language: lang } = words;
  const path = (one: typeof lang): string => agendaPath(territory.id, { month, lang: one });
  const body = html`<main>
<h1>${texts.poster}</h1>
<p class="note">${texts.no_poster}</p>
<p><a href="${path(lang)}">${texts.title} · ${territory.name}</a></p>
</main>`;
  return reply
    .type('text/html; charset=utf-8')
    .send(agendaLayout({ ...words, title: `${texts.title} · ${territory.name}`, pathIn: path, body }));
}
