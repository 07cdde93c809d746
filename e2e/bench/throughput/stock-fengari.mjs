/** Fengari as published, in the page. */
import fengari from 'fengari';
import { stockEngine } from '../lua/stock-engine.mjs';

export const stockFengari = () => stockEngine(fengari);
