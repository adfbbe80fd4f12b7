import type { Language } from '../languages.ts';

/** What an activity is; the words of each language stand in `knowledge/vocabulary/`. */
export const KINDS = [
  'discussion-group',
  'cafe-papote',
  'workshop',
  'outing',
  'information',
  'legal-helpline',
  'parent-child',
  'sport',
  'training',
  'culture',
  'holidays',
  'meal',
  'other',
] as const;
export type Kind = (typeof KINDS)[number];

export const AUDIENCES = [
  'everyone',
  'parents',
  'mothers',
  'fathers',
  'parents-and-children',
  'children',
  'teenagers',
] as const;
export type Audience = (typeof AUDIENCES)[number];

/** What becomes of the children meanwhile: they come along, they are looked after, or neither. */
export const CHILDREN = ['welcome', 'care', 'none'] as const;
export type Children = (typeof CHILDREN)[number];

export const REGISTRATION = ['none', 'wished', 'required'] as const;

/** An activity of the calendar. What the coordinators did not say is null, and nothing is said of it. */
export interface Activity {
  /** UUID. */
  readonly id: string;
  readonly territory: string;
  /** As written, in French. */
  readonly title: string;
  /** Titles that somebody has translated. */
  readonly titles: Readonly<Partial<Record<Language, string>>>;
  readonly description: string | null;
  readonly kind: Kind;
  readonly audience: Audience;
  /** Years, both included. */
  readonly ages: { readonly from: number | null; readonly to: number | null };
  readonly place: {
    readonly name: string | null;
    readonly address: string | null;
    readonly postcode: string | null;
    /** Name of the town as written. */
    readonly town: string | null;
  };
  /** Euro cents for one person; 0 is free. */
  readonly price: number | null;
  readonly children: Children | null;
  readonly registration: {
    readonly is: (typeof REGISTRATION)[number];
    /** Whom to call or write to, as written. */
    readonly how: string | null;
    readonly until: Date | null;
    readonly places: number | null;
  };
  readonly accessibility: string | null;
  readonly organiser: string | null;
  /** A place for mothers only is in no public page or feed, and its address is told only to who registers. */
  readonly visibility: 'public' | 'mothers';
}

/** One time that an activity takes place. */
export interface Occurrence {
  /** UUID. */
  readonly id: string;
  readonly activity: Activity;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  /** No hour is known. */
  readonly wholeDay: boolean;
  readonly state: 'planned' | 'cancelled';
}
