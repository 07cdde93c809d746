/** In the page: the apps that are measured, each in a frame of its own below its own Service Worker. */
import type { Pocketbeam, PocketbeamOptions } from '../../../src/client/index.ts';
import { APP, CONSTANT } from './paths.ts';

/** An app with Pocketbeam, as any app has it. */
export interface App {
  readonly window: Window;
  /** ms that `createPocketbeam` took. */
  readonly started: number;
  readonly beam: Pocketbeam;
  /** The text of an answer that has to be good, by a `fetch` of the app. */
  read(path: string): Promise<string>;
  /** Loads it anew: new workers, the same Service Worker and database. */
  reload(options?: PocketbeamOptions): Promise<App>;
}

export async function openApp(options: PocketbeamOptions = {}): Promise<App> {
  return startIn(await openFrame(APP), options);
}

async function startIn(frame: HTMLIFrameElement, options: PocketbeamOptions): Promise<App> {
  const window = windowOf(frame);
  while (!window.createPocketbeam) await new Promise((resolve) => setTimeout(resolve, 5));
  const began = performance.now();
  const beam = await window.createPocketbeam(options);
  const started = performance.now() - began;
  return {
    ...{ window, started, beam },
    read: (path) => textOf(window, APP + path),
    async reload(next = options) {
      await beam.stop();
      frame.remove();
      return openApp(next);
    },
  };
}

/** A page below a Service Worker that answers what it was told to. */
export interface ConstantApp {
  /** Has it answer at `/<name>` below it as another one did. */
  copy(from: Window, path: string, name: string): Promise<void>;
  read(name: string): Promise<string>;
}

export async function openConstant(): Promise<ConstantApp> {
  const window = windowOf(await openFrame(`${CONSTANT}index.html`));
  while (!('controlled' in window)) await new Promise((resolve) => setTimeout(resolve, 5));
  return {
    async copy(from, path, name) {
      const response = await from.fetch(path);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      const told = { body: await response.text(), headers: [...response.headers], path: CONSTANT + name };
      await new Promise<void>((kept) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => kept();
        window.navigator.serviceWorker.controller?.postMessage(told, [port2]);
      });
    },
    read: (name) => textOf(window, CONSTANT + name),
  };
}

/** The text of an answer that has to be 200, asked for by a window. */
export async function textOf(window: Window, url: string): Promise<string> {
  const response = await window.fetch(url);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url}: ${response.status} ${text}`);
  return text;
}

async function openFrame(url: string): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe');
  frame.src = url;
  await new Promise((resolve) => {
    frame.onload = resolve;
    document.body.append(frame);
  });
  return frame;
}

function windowOf(frame: HTMLIFrameElement): Window {
  if (!frame.contentWindow) throw new Error('The frame is gone.');
  return frame.contentWindow;
}
