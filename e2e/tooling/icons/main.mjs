/** Draws the icons of `public/` that have to be pictures from `public/icon.svg`: `node e2e/tooling/icons/main.mjs`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { provideBrowser } from '../../runner/browser.mjs';
import { root } from '../../runner/paths.mjs';

const PAGE = '#f3f5f6';
/** Of the side: what a mask leaves of an icon is a circle of 80 %. */
const ICONS = [
  { name: 'icon-192', size: 192, drawn: 0.8 },
  { name: 'icon-512', size: 512, drawn: 0.8 },
  { name: 'icon-maskable-512', size: 512, drawn: 0.55 },
];

const executablePath = await provideBrowser();
if (executablePath === undefined) process.exit(1);
const svg = readFileSync(path.join(root, 'public/icon.svg'), 'utf8');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage({ colorScheme: 'light' });
for (const { name, size, drawn } of ICONS) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<body style="margin:0;height:100vh;display:grid;place-items:center;background:${PAGE}">
      <div style="width:${drawn * 100}%">${svg}</div>`,
  );
  await page.screenshot({ path: path.join(root, `public/${name}.png`) });
}
await browser.close();
