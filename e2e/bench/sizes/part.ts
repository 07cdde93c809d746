/** What an app loads of Pocketbeam; e2e/sizes.spec.ts holds the same budgets. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { SERVICE_WORKER_FILE } from '../../../src/integrations/vite/service-worker-file.ts';
import { buildHost } from '../../support/host-app.ts';
import { withImports } from '../../support/script-imports.ts';
import type { Part } from '../measured.ts';
import { atMost, exactly, plainRow } from '../rows.ts';

const playground = fileURLToPath(new URL('../../../dist/playground/', import.meta.url));
const built = (name: string): string => readFileSync(playground + name, 'utf8');

export const sizesPart: Part = {
  name: 'sizes',
  async measure() {
    const app = await buildHost();
    const inApp = (name: string): string => String(app.get(name));
    const inPage = [...inApp('index.html').matchAll(/src="\.\/([^"]+\.js)"/g)].flatMap(([, name]) => name ?? []);
    const workers = readdirSync(`${playground}assets`).filter((name) => /-worker-.*\.js$/.test(name));
    const size = (what: string, names: readonly string[], read: (name: string) => string) => {
      const scripts = withImports(names, read).map(read);
      const bytes = scripts.reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0);
      return plainRow(what, 'bytes', exactly(bytes));
    };
    const [client, worker, both] = [
      size('client', inPage, inApp),
      size('Service Worker', [SERVICE_WORKER_FILE], built),
      size(
        'both workers, at their start',
        workers.map((name) => `assets/${name}`),
        built,
      ),
    ];
    return {
      title: 'Sizes',
      about:
        'Gzip, level 9, as built by Vite: the client in an app that does nothing but start it, the others of the playground.',
      rows: [client, worker, both],
      limits: [
        atMost('size of the client', client, 8_000),
        atMost('size of the Service Worker', worker, 30_000),
        atMost('size of the workers', both, 160_000),
      ],
    };
  },
};
