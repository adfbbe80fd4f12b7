import { join } from 'node:path';
import type { Place } from '../understanding/find-place.ts';
import { filesIn } from './files-in.ts';
import type { Territory } from './load-places.ts';
import type { ContentReader } from './read-file.ts';
import { type Permanence, permanencesSchema, type Service, servicesSchema } from './schema.ts';

/** Services and permanences; names of topics and municipalities that do not exist are noted with file and line. */
export function loadServices(
  reader: ContentReader,
  root: string,
  known: {
    readonly topics: ReadonlyMap<string, unknown>;
    readonly places: readonly Place[];
    readonly territories: ReadonlyMap<string, Territory>;
  },
): { services: readonly Service[]; permanences: readonly Permanence[] } {
  const municipalities = new Set(known.places.map(({ municipality }) => municipality));
  const provinces = new Set([...known.territories.values()].map(({ province }) => province));
  const services: Service[] = [];
  for (const path of filesIn(join(root, 'knowledge/services'), '.yaml')) {
    const file = reader.read(path, servicesSchema);
    for (const [index, service] of (file?.services ?? []).entries()) {
      const note = (message: string): void =>
        reader.note(path, reader.lineOf(path, ['services', index]), `${service.id}: ${message}`);
      for (const topic of service.topics) if (!known.topics.has(topic)) note(`there is no topic "${topic}"`);
      for (const name of [service.municipality, ...(service.serves.municipalities ?? [])])
        if (!municipalities.has(name)) note(`there is no municipality "${name}"`);
      for (const name of service.serves.provinces ?? [])
        if (!provinces.has(name)) note(`there is no province "${name}"`);
      services.push(service);
    }
  }
  const path = join(root, 'knowledge/permanences.yaml');
  const permanences = reader.read(path, permanencesSchema)?.permanences ?? [];
  for (const [index, { id, topic, territories = [] }] of permanences.entries()) {
    const note = (message: string): void =>
      reader.note(path, reader.lineOf(path, ['permanences', index]), `${id}: ${message}`);
    if (!known.topics.has(topic)) note(`there is no topic "${topic}"`);
    for (const territory of territories)
      if (!known.territories.has(territory)) note(`there is no territory "${territory}"`);
  }
  return { services, permanences };
}
