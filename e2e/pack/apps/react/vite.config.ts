import { pocketbeam } from 'pocketbeam/vite';
import { defineConfig } from 'vite';

export default defineConfig({ plugins: [pocketbeam()] });
