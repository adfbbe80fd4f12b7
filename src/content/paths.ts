import { fileURLToPath } from 'node:url';

/** Folder of the project, which holds `knowledge/` and `intents/`. */
export const PROJECT_ROOT = fileURLToPath(new URL('../../', import.meta.url));
