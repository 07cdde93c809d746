import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { luaSourcePlugin } from './src/integrations/vite/lua-source-plugin.ts';

export default defineConfig({
  // The programs of the runtime as they are built: gas counts their length.
  plugins: [luaSourcePlugin()],
  resolve: {
    alias: [
      { find: /^pocketbeam$/, replacement: fileURLToPath(new URL('./src/client/index.ts', import.meta.url)) },
      { find: /^pocketbeam\/core$/, replacement: fileURLToPath(new URL('./src/core/index.ts', import.meta.url)) },
    ],
  },
  test: {
    // One Lua engine or one fake database per file is heavy enough; isolated processes keep their globals apart.
    pool: 'forks',
    // Vitest leaves one of two cores alone.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    setupFiles: ['./e2e/support/seed-setup.ts', './e2e/support/writer-setup.ts'].map((file) =>
      fileURLToPath(new URL(file, import.meta.url)),
    ),
    // For machines that are busy: no test asserts a time by it.
    testTimeout: 30_000,
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
