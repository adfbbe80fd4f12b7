import type { Audience, Children, Kind, REGISTRATION } from '../calendar/activity.ts';

/** The words with which an activity is shown in one language, as in `knowledge/vocabulary/<lang>.yaml`. */
export interface ActivityWords {
  readonly kinds: Readonly<Record<Kind, string>>;
  readonly audiences: Readonly<Record<Audience, string>>;
  /** Years: "{from}-{to} ans". */
  readonly ages: { readonly between: string; readonly from: string; readonly to: string };
  readonly children: Readonly<Record<Children, string>>;
  readonly registration: Readonly<Record<(typeof REGISTRATION)[number], string>>;
  /** "avant le {when}". */
  readonly register_until: string;
  /** `person` holds `{price}`, an amount with its sign. */
  readonly price: { readonly free: string; readonly person: string };
  /** "{from}-{to}". */
  readonly hours: string;
  /** In place of an address that is told only to who registers. */
  readonly hidden_address: string;
  readonly cancelled: string;
}
