/** What a file is, as its bytes tell: what its sender calls it counts for nothing. */
export interface FileKind {
  readonly mime: string;
  /** How a page may show it. `download`: not at all, since no browser plays it or it could hold more than it seems. */
  readonly shown: 'audio' | 'image' | 'download';
  /** For the name under which it is saved. */
  readonly ending: string;
}

interface Signature extends FileKind {
  /** Over the first bytes, one character each. */
  readonly pattern: RegExp;
}

/** How far into a file its signature may stand. */
const HEAD_BYTES = 64;

const SIGNATURES: readonly Signature[] = [
  { pattern: /^OggS.{24,}(OpusHead|.vorbis|Speex {3})/s, mime: 'audio/ogg', shown: 'audio', ending: 'ogg' },
  { pattern: /^(ID3|\xff[\xfb\xf3\xf2\xfa])/, mime: 'audio/mpeg', shown: 'audio', ending: 'mp3' },
  { pattern: /^\xff[\xf1\xf9]/, mime: 'audio/aac', shown: 'audio', ending: 'aac' },
  { pattern: /^.{4}ftypM4[AB] /s, mime: 'audio/mp4', shown: 'audio', ending: 'm4a' },
  { pattern: /^RIFF.{4}WAVE/s, mime: 'audio/wav', shown: 'audio', ending: 'wav' },
  { pattern: /^#!AMR/, mime: 'audio/amr', shown: 'download', ending: 'amr' },
  { pattern: /^\xff\xd8\xff/, mime: 'image/jpeg', shown: 'image', ending: 'jpg' },
  { pattern: /^\x89PNG\r\n.\n/s, mime: 'image/png', shown: 'image', ending: 'png' },
  { pattern: /^RIFF.{4}WEBP/s, mime: 'image/webp', shown: 'image', ending: 'webp' },
  { pattern: /^GIF8[79]a/, mime: 'image/gif', shown: 'image', ending: 'gif' },
  { pattern: /^.{4}ftyp(hei[cx]|hev[cx]|mif1|msf1)/s, mime: 'image/heic', shown: 'download', ending: 'heic' },
  { pattern: /^.{4}ftyp/s, mime: 'video/mp4', shown: 'download', ending: 'mp4' },
  { pattern: /^%PDF-/, mime: 'application/pdf', shown: 'download', ending: 'pdf' },
];

const UNKNOWN: FileKind = { mime: 'application/octet-stream', shown: 'download', ending: 'bin' };

/** The kind of a file; one that is not on the list is kept and only ever saved. */
export function fileKindOf(bytes: Uint8Array): FileKind {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1');
  return SIGNATURES.find(({ pattern }) => pattern.test(head)) ?? UNKNOWN;
}

/** The kind that was found when the file was kept. */
export function fileKindNamed(mime: string): FileKind {
  return SIGNATURES.find((signature) => signature.mime === mime) ?? UNKNOWN;
}
