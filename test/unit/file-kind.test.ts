import { describe, expect, it } from 'vitest';
import { fileKindNamed, fileKindOf } from '../../src/media/file-kind.ts';
import { oggOpus, SILENT_FRAME, wav } from '../support/audio.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('what a file is', () => {
  it.each<[string, Buffer, string, string]>([
    ['a voice note of Telegram or WhatsApp', oggOpus([SILENT_FRAME]), 'audio/ogg', 'audio'],
    ['a WAV file', wav(new Float32Array(10)), 'audio/wav', 'audio'],
    ['an MP3 file with a title', bytes('ID3\x04\0\0'), 'audio/mpeg', 'audio'],
    ['an MP3 file without', bytes('\xff\xfb\x90\x64'), 'audio/mpeg', 'audio'],
    ['AAC', bytes('\xff\xf1\x50\x80'), 'audio/aac', 'audio'],
    ['a note of an iPhone', bytes('\0\0\0\x1cftypM4A \0\0\0\0'), 'audio/mp4', 'audio'],
    ['AMR, which no browser plays', bytes('#!AMR\n\x3c'), 'audio/amr', 'download'],
    ['a JPEG photo', bytes('\xff\xd8\xff\xe0\0\x10JFIF'), 'image/jpeg', 'image'],
    ['a PNG', bytes('\x89PNG\r\n\x1a\n\0\0'), 'image/png', 'image'],
    ['a WebP', bytes('RIFF\x24\0\0\0WEBPVP8 '), 'image/webp', 'image'],
    ['a GIF', bytes('GIF89a\x01\0'), 'image/gif', 'image'],
    ['a photo of an iPhone, which few browsers show', bytes('\0\0\0\x18ftypheic\0\0'), 'image/heic', 'download'],
    ['a film', bytes('\0\0\0\x18ftypisom\0\0'), 'video/mp4', 'download'],
    ['a PDF', bytes('%PDF-1.7\n'), 'application/pdf', 'download'],
    ['a page', bytes('<!doctype html><script>alert(1)</script>'), 'application/octet-stream', 'download'],
    [
      'a drawing that could run',
      bytes('<svg xmlns="http://www.w3.org/2000/svg">'),
      'application/octet-stream',
      'download',
    ],
    ['an Ogg film', bytes(`OggS${'\0'.repeat(24)}\x80theora`), 'application/octet-stream', 'download'],
    ['nothing', bytes(''), 'application/octet-stream', 'download'],
  ])('%s', (_, file, mime, shown) => {
    const kind = fileKindOf(file);
    expect(kind).toMatchObject({ mime, shown });
    expect(fileKindNamed(mime)).toMatchObject({ mime, shown });
  });
});
