import type { Roster, Worker } from './roster.ts';

/** One who may be given a request, and as what. */
export interface Step {
  /** Id of the worker. */
  readonly worker: string;
  readonly as: 'tpr' | 'deputy' | 'province' | 'centre';
}

/**
 * Who answers for a territory, the first to be asked first: its TPRs, their deputies, the other TPRs of the province, the
 * centre d'appui; among equals by id. A territory that is not known, or not said: the centre. Nobody at all: empty, and
 * the request stands in the queue "unassigned".
 */
export function chainFor(territory: string | null, { workers, provinces }: Roster): readonly Step[] {
  const province = territory === null ? undefined : provinces.get(territory);
  const ranks: readonly (readonly [as: Step['as'], answers: (worker: Worker) => boolean])[] = [
    ['tpr', ({ territories }) => territory !== null && territories.includes(territory)],
    ['deputy', ({ deputyOf }) => territory !== null && deputyOf.includes(territory)],
    [
      'province',
      ({ territories }) => province !== undefined && territories.some((of) => provinces.get(of) === province),
    ],
    ['centre', ({ centre }) => centre],
  ];
  const active = workers.filter((worker) => worker.active).sort((one, other) => (one.id < other.id ? -1 : 1));
  const asked = new Map<string, Step>();
  for (const [as, answers] of ranks)
    for (const worker of active)
      if (answers(worker) && !asked.has(worker.id)) asked.set(worker.id, { worker: worker.id, as });
  return [...asked.values()];
}
