import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: [{ find: /^pocketbeam$/, replacement: fileURLToPath(new URL('./src/client/index.ts', import.meta.url)) }],
  },
  test: {
    // One Lua engine or one fake database per file is heavy enough; isolated processes keep their globals apart.
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'e2e/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'e2e/conformance/**'],
        },
      },
      { extends: true, test: { name: 'conformance', include: ['e2e/conformance/**/*.test.ts'] } },
    ],
  },
});
