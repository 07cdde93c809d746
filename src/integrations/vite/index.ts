/** What a vite.config.ts imports: `import { pocketbeam } from 'pocketbeam/vite'`. */
export { pocketbeam } from './pocketbeam-plugin.ts';
