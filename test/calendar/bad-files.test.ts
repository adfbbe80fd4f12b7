import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readInThread } from '../../src/calendar/read-in-thread.ts';
import { MOST_BYTES } from '../../src/calendar/sheet.ts';
import { day, faultOf, readFile, told, WHERE, workbook } from '../support/calendar-files.ts';

const HEADERS = ['Date', 'Activité', 'Commune'];

describe('a file that is no calendar is refused, with its reason', () => {
  it.each([
    ['nothing', '', 'empty'],
    ['blanks', ' \n\n ', 'empty'],
    ['a page', '<html><body>agenda</body></html>', 'unknown-kind'],
    ['a PDF', '%PDF-1.7 ...', 'unknown-kind'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]), 'unknown-kind'],
    ['bytes', Buffer.from([1, 2, 0, 3, 0]), 'unknown-kind'],
    ['a workbook of before 2007', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'locked'],
    ['half a workbook', Buffer.from('PK\x03\x04 and nothing more'), 'damaged'],
    ['half a calendar', 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x', 'damaged'],
    ['a calendar without events', 'BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR', 'empty'],
    ['more than ten megabytes', Buffer.alloc(MOST_BYTES + 1, 'a'), 'too-large'],
    ['fifty megabytes', Buffer.alloc(50 * 1024 * 1024, ';'), 'too-large'],
    ['a letter', 'Chère collègue,\nvoici l’agenda.', 'no-headers'],
  ])('%s', async (_what, bytes, is) => {
    expect(await faultOf(readFile(bytes))).toMatchObject({ is });
  });

  it('a workbook of before 2007 by its name', async () => {
    expect(await faultOf(readFile(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), { name: 'agenda.xls' }))).toEqual({
      is: 'old-excel',
    });
  });

  it('a table without headers tells what was seen', async () => {
    const bytes = await workbook({
      Feuil1: [
        ['Bonjour', 'à toutes'],
        ['22/05/2026', 'Yoga'],
      ],
    });
    expect(await faultOf(readFile(bytes))).toEqual({
      is: 'no-headers',
      seen: ['Bonjour', 'à toutes', '22/05/2026', 'Yoga'],
    });
  });

  it('10,000 rows, as text and as a workbook', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => ['22/05/2026 10h', `Yoga ${index}`, 'Huy']);
    const text = [HEADERS, ...rows].map((cells) => cells.join(';')).join('\n');
    const fault = { is: 'too-many-rows', rows: 10_001, most: 5_000 };
    expect(await faultOf(readFile(text))).toEqual(fault);
    expect(await faultOf(readFile(await workbook({ Mai: [HEADERS, ...rows] })))).toEqual(fault);
  });

  it('a workbook that unpacks to a gigabyte, whatever its directory says', async () => {
    expect(await faultOf(readFile(bomb()))).toEqual({ is: 'bomb' });
  });

  it('rows that were only formatted do not count', async () => {
    const bytes = await workbook({ Mai: [HEADERS, ['22/05/2026 10h', 'Yoga', 'Huy']] }, (sheet) => {
      for (let row = 3; row < 8_000; row += 1) sheet.getCell(row, 1).font = { bold: true };
    });
    expect((await readFile(bytes)).rows.map(told)).toEqual(['2: 22/05/2026 10:00 | Yoga | huy']);
  });
});

describe('what stands in a workbook is data, never run', () => {
  it('a formula is the value that was saved with it', async () => {
    const bytes = await workbook({
      Mai: [
        [...HEADERS, 'Prix', 'Contact'],
        [
          { formula: 'DATE(2026,5,22)', result: day('2026-05-22') },
          { formula: 'CONCATENATE("Yo","ga")', result: 'Yoga' },
          'Huy',
          { formula: '1+1', result: 2 },
          { formula: 'HYPERLINK("http://evil.example","cliquez")', result: 'cliquez' },
        ],
        ['23/05/2026', { text: 'Balade', hyperlink: 'http://evil.example' }, 'Huy', '', ''],
        ['24/05/2026', '=HYPERLINK("http://evil.example")', 'Huy', '', '@SUM(1)'],
      ],
    });
    const { rows } = await readFile(bytes);
    expect(rows.map(told)).toEqual([
      '2: 22/05/2026 | Yoga | huy (no-hour)',
      '3: 23/05/2026 | Balade | huy (no-hour)',
      '4: 24/05/2026 | =HYPERLINK("http://evil.example") | huy (no-hour)',
    ]);
    expect(rows[0]?.read).toMatchObject({ draft: { fields: { price: 200, registration: { how: 'cliquez' } } } });
  });

  it('hidden sheets and rows are left out', async () => {
    const sheet = [HEADERS, ['22/05/2026 10h', 'Yoga', 'Huy'], ['23/05/2026 10h', 'Conte', 'Huy']];
    const bytes = await workbook({ Mai: sheet, Brouillon: sheet }, (made) => {
      if (made.name === 'Brouillon') made.state = 'hidden';
      made.getRow(3).hidden = true;
    });
    expect((await readFile(bytes)).rows.map(told)).toEqual(['2: 22/05/2026 10:00 | Yoga | huy']);
  });

  it('macros are not looked at', async () => {
    const bytes = withEntry(await workbook({ Mai: [HEADERS, ['22/05/2026 10h', 'Yoga', 'Huy']] }), 'xl/vbaProject.bin');
    expect((await readFile(bytes, { name: 'agenda.xlsm' })).rows.map(told)).toEqual([
      '2: 22/05/2026 10:00 | Yoga | huy',
    ]);
  });
});

describe('letters of every kind', () => {
  const text = 'Date;Activité;Commune\n22/05/2026 10h;Fête des mères à l’école;Liège';
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`)],
    ['Windows-1252', Buffer.from(text.replace('’', '\x92'), 'latin1')],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ])('%s', async (_name, bytes) => {
    expect((await readFile(bytes)).rows.map(told)).toEqual(['2: 22/05/2026 10:00 | Fête des mères à l’école | liege']);
  });
});

describe('on a thread of its own', () => {
  const file = (bytes: string) => ({
    ...{ name: 'agenda', bytes: Buffer.from(bytes), territory: null, today: '2026-05-04' },
    gazetteer: WHERE.gazetteer,
    territories: WHERE.territories,
  });

  it('a file is read as it is here', async () => {
    const text = 'Date;Activité;Commune\n22/05/2026 10h;Yoga;Huy';
    expect(await readInThread(file(text))).toEqual(await readFile(text, { name: 'agenda' }));
  });

  it('a refusal comes back', async () => {
    expect(await faultOf(readInThread(file('')))).toEqual({ is: 'empty' });
  });

  it('what does not come to an end is given up', async () => {
    // A rule that never comes true is looked for until the year 9999, a thousand times.
    const rule = 'DTSTART:20260522T100000\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30';
    const event = `BEGIN:VEVENT\r\nSUMMARY:x\r\nLOCATION:Huy\r\n${rule}\r\nEND:VEVENT\r\n`;
    const text = `BEGIN:VCALENDAR\r\n${event.repeat(1_000)}END:VCALENDAR`;
    expect(await faultOf(readInThread(file(text), 3_000))).toEqual({ is: 'too-slow' });
  });
});

interface Entry {
  readonly name: string;
  readonly content: Buffer;
  readonly unpacked: number;
}

/** Nothing but spaces, of which the directory says that there are ten. */
function bomb(): Buffer {
  const content = deflateRawSync(Buffer.alloc(100 * 1024 * 1024, ' '));
  return zip([{ name: 'xl/workbook.xml', content, unpacked: 10 }]);
}

/** A workbook with one more file in it, as macros are. */
function withEntry(workbook: Uint8Array, name: string): Buffer {
  const book = Buffer.from(workbook);
  const end = book.lastIndexOf(Buffer.from('PK\x05\x06'));
  const [size, start, count] = [book.readUInt32LE(end + 12), book.readUInt32LE(end + 16), book.readUInt16LE(end + 10)];
  const added = zip([{ name, content: deflateRawSync(Buffer.from('Sub Auto_Open()')), unpacked: 15 }]);
  const addedEnd = added.lastIndexOf(Buffer.from('PK\x05\x06'));
  const addedStart = added.readUInt32LE(addedEnd + 16);
  const directory = Buffer.from(added.subarray(addedStart, addedEnd));
  directory.writeUInt32LE(start, 42);
  const tail = Buffer.from(book.subarray(end));
  for (const at of [8, 10]) tail.writeUInt16LE(count + 1, at);
  tail.writeUInt32LE(size + directory.length, 12);
  tail.writeUInt32LE(start + addedStart, 16);
  return Buffer.concat([
    book.subarray(0, start),
    added.subarray(0, addedStart),
    book.subarray(start, start + size),
    directory,
    tail,
  ]);
}

function zip(entries: readonly Entry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, unpacked } of entries) {
    const local = Buffer.alloc(30 + name.length);
    local.write('PK\x03\x04', 'latin1');
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(content.length, 18);
    local.writeUInt32LE(unpacked, 22);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30);
    const central = Buffer.alloc(46 + name.length);
    central.write('PK\x01\x02', 'latin1');
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(content.length, 20);
    central.writeUInt32LE(unpacked, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(at, 42);
    central.write(name, 46);
    files.push(local, content);
    directory.push(central);
    at += local.length + content.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  for (const offset of [8, 10]) end.writeUInt16LE(entries.length, offset);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, ...directory, end]);
}
